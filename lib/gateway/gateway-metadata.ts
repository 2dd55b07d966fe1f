import { ApiObjectMetadata } from 'cdk8s';
import { GatewayFacts } from '../mesh/gateway';

/** The metadata of an object that belongs to a gateway: beside its pods, with the labels and annotations that its user wants. */
export function gatewayMetadata({ namespace, metadata }: GatewayFacts, name: string): ApiObjectMetadata {
  const { labels, annotations } = metadata;
  return {
    namespace,
    name,
    ...(labels && { labels: { ...labels } }),
    ...(annotations && { annotations: { ...annotations } }),
  };
}
