/** What shows that a way around the gateway is closed. */
export type Evidence = OnTheMesh | ByAdmission | ByEvaluators | ByTest;

/** A stage of cases of an example. */
export interface InStage {
  readonly example: string;
  /** The title of the case, without the default of the mesh behind it: of all cases that are called so. */
  readonly title: string;
  readonly stage: string;
}

/** Attempts of a stage on the running mesh. */
export interface OnTheMesh extends InStage {
  readonly how: 'mesh';
  /**
   * Each is all of `pod URL arguments` of an expectation, or else a part of that of one or more; what becomes of it must be
   * the outcome in every one of them.
   */
  readonly attempts: readonly string[];
  readonly outcome: Outcome;
  /** Why one that goes through the gateway shows something. */
  readonly why?: string;
}

/**
 * What becomes of attempts.
 *
 * - `stopped`: they reach no server: blocked, or refused by a policy;
 * - `through`: they would have gone elsewhere, or with more, and go through the gateway as they should;
 * - `never directly`: they are repeated while the stage happens, and never go directly;
 * - `directly`, `taken`: they succeed, or somebody else answers in the place of the host. These show what remains.
 */
export type Outcome = 'stopped' | 'through' | 'never directly' | 'directly' | 'taken';

/** Those that show that something is closed. */
export const CLOSED: readonly Outcome[] = ['stopped', 'through', 'never directly'];

/** What the API server of the mesh refuses by a policy. */
export interface ByAdmission extends InStage {
  readonly how: 'admission';
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
  /** The name of the test as jest prints it, with what its row says in the place of `%s`. */
  readonly name: string;
}

/** Attempts that reach no server. */
export const onTheMesh = (
  example: string,
  title: string,
  stage: string,
  ...attempts: readonly string[]
): OnTheMesh => ({ how: 'mesh', example, title, stage, attempts, outcome: 'stopped' });

/**
 * The same attempts, where going through the gateway is the point: a team leads them elsewhere, and there they go.
 *
 * @param why what shows it, for the reader
 */
export const staysOnTheGateway = (reference: OnTheMesh, why: string): OnTheMesh => ({
  ...reference,
  outcome: 'through',
  why,
});

/** The same attempts, repeated while the stage happens. */
export const neverDirectly = (reference: OnTheMesh): OnTheMesh => ({ ...reference, outcome: 'never directly' });

/** Attempts that succeed by going directly. */
export const goesDirectly = (reference: OnTheMesh): OnTheMesh => ({ ...reference, outcome: 'directly' });

/** Attempts that somebody answers in the place of the host. */
export const isTaken = (reference: OnTheMesh): OnTheMesh => ({ ...reference, outcome: 'taken' });

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
