/** The verdicts on the files of Istio's tests of its injector. */

/** `admitted`, `no pod`, or the rule that refuses a pod of the file. */
export type Verdict = string;

/** Words of the message, by rule. */
export const REFUSALS: Readonly<Record<string, string>> = {
  annotations: 'pods cannot have annotations',
  fields: 'pods cannot have fields',
  volumes: 'volumes must be of type',
  'volumes of Istio': 'volumes of Istio must be',
  'mounts of Istio': 'containers cannot mount the volumes of Istio',
  'user of the proxy': 'cannot use user or group 1337',
  privileged: 'containers cannot be privileged',
  'fields of Istio': 'allowed fields',
  'image of Istio': 'allowed image',
  'arguments of Istio': 'allowed arguments',
  'privileges of Istio': 'allowed privileges',
  'environment of Istio': 'allowed environment',
  'first init container': 'the first init container must be',
};

export const INJECTED_PODS: Readonly<Record<string, Verdict>> = {};
