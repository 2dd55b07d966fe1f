/** The annotation that makes an object a hook of Helm. */
export const HOOK = 'helm.sh/hook';
