import { VirtualServiceSpecHttpRetries as Retries } from '../../../imports/networking.istio.io';
import { HttpRetryModel } from '../../mesh/upstream-model';

/** Istio's default since 1.24: the request was not performed, or gRPC allows a retry. Istio before 1.24 also retried answers of 503. */
const DEFAULT_RETRY_ON: readonly string[] = ['cancelled', 'connect-failure', 'refused-stream', 'unavailable'];

/** Returns the retries of the gateway's leg. The conditions are always written, so that the default of an Istio version does not matter. */
export function gatewayRetries({ attempts, perTryTimeout, retryOn, retryRemoteLocalities }: HttpRetryModel): Retries {
  if (attempts === 0) return { attempts };
  return {
    attempts,
    retryOn: (retryOn ?? DEFAULT_RETRY_ON).join(','),
    ...(perTryTimeout !== undefined && { perTryTimeout }),
    ...(retryRemoteLocalities !== undefined && { retryRemoteLocalities }),
  };
}

/**
 * Returns the retries of the sidecar's leg, where the gateway has retries: only requests that did not reach the gateway, as while its
 * pods are replaced. With Istio's default, the sidecar would repeat what the gateway has repeated already.
 */
export function meshRetries(): Retries {
  return { attempts: 2, retryOn: 'connect-failure,refused-stream' };
}
