/** A way around the gateway, what closes it, and what shows that it is closed. */
export interface Threat {
  /** `B1` to `B46`. */
  readonly id: string;
  readonly title: string;
  /** How it works. */
  readonly how: string;
  readonly closedBy: readonly Closing[];
  readonly shownBy: readonly Evidence[];
  /** What stays open, and what has to be done about it outside these manifests. */
  readonly remains?: string;
  /** Stages in which what stays open is seen to be open: attempts that may succeed. */
  readonly remainsShownBy?: readonly OnTheMesh[];
  /** Why it is no way around what this library writes, and what holds all the same. */
  readonly notApplicable?: string;
}

/** What of the library closes it, and the kind of object that does. */
export interface Closing {
  /** An exported name, and perhaps a property or a method of it: `ExternalHttpRoute.allowFrom`. */
  readonly by: string;
  readonly kind: string;
}

export type Evidence = OnTheMesh | ByAdmission | ByEvaluators | ByTest;

/** Attempts of a stage of a case on the running mesh. */
export interface OnTheMesh {
  readonly how: 'mesh';
  readonly example: string;
  /** The title of the case, without the default of the mesh behind it: of all cases that are called so. */
  readonly title: string;
  readonly stage: string;
  /** Each is found in `pod URL arguments` of an expectation or more, and none of these may go directly. */
  readonly attempts: readonly string[];
}

/** What the API server of the mesh refuses by a policy. */
export interface ByAdmission {
  readonly how: 'admission';
  readonly example: string;
  readonly title: string;
  readonly stage: string;
  /** Each is what a wish or more is called, and all of those must be refused. */
  readonly wishes: readonly string[];
}

/** Questions to the evaluators of NetworkPolicies, whose answer must be no. */
export interface ByEvaluators {
  readonly how: 'evaluators';
  readonly example: string;
  readonly program: string;
  /** Who is asked about, as the truth table calls it: `outside`, or `istio-egress/gateway to cloud metadata`. */
  readonly peer: string;
  readonly ports: readonly string[];
}

/** A test without a mesh. */
export interface ByTest {
  readonly how: 'refusal' | 'object';
  /** The file, from the root of the repository. */
  readonly file: string;
  /** The name of the test, or of the row in its table. */
  readonly name: string;
}

export type Status =
  'closed' | 'closed in part' | 'refused at synthesis' | 'made harder' | 'open to manifests' | 'not applicable';

/** What the data says of a threat, and nothing better. */
export function statusOf({ closedBy, shownBy, remains, notApplicable }: Threat): Status {
  if (notApplicable !== undefined) return 'not applicable';
  if (closedBy.length === 0) return 'open to manifests';
  if (shownBy.some(({ how }) => how !== 'refusal' && how !== 'object')) {
    return remains === undefined ? 'closed' : 'closed in part';
  }
  return shownBy.every(({ how }) => how === 'refusal') && remains === undefined
    ? 'refused at synthesis'
    : 'made harder';
}

export const by = (name: string, kind: string): Closing => ({ by: name, kind });

export const onTheMesh = (
  example: string,
  title: string,
  stage: string,
  ...attempts: readonly string[]
): OnTheMesh => ({ how: 'mesh', example, title, stage, attempts });

export const refusedAtAdmission = (
  example: string,
  title: string,
  stage: string,
  ...wishes: readonly string[]
): ByAdmission => ({ how: 'admission', example, title, stage, wishes });

export const byEvaluators = (
  [example, program]: readonly [string, string],
  peer: string,
  ...ports: readonly string[]
): ByEvaluators => ({ how: 'evaluators', example, program, peer, ports });

/** What must not be written is an error. */
export const refused = (file: string, name: string): ByTest => ({ how: 'refusal', file, name });

/** What is written is looked at. */
export const written = (file: string, name: string): ByTest => ({ how: 'object', file, name });
