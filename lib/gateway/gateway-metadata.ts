import { ApiObjectMetadata } from 'cdk8s';
import { GatewayModel } from '../mesh/gateway';
import { ObjectMetadata } from '../mesh/object-metadata';

/** Returns the metadata of an object in the namespace of a gateway, with the gateway's labels and annotations. */
export function gatewayMetadata(
  { namespace, metadata }: Pick<GatewayModel, 'namespace' | 'metadata'>,
  name: string,
): ApiObjectMetadata {
  return { namespace, name, ...nonEmpty(metadata) };
}

/** Returns labels and annotations without empty maps, which cdk8s would write. */
export function nonEmpty({ labels, annotations }: ObjectMetadata): Pick<ApiObjectMetadata, 'labels' | 'annotations'> {
  return {
    ...(Object.keys(labels).length > 0 && { labels: { ...labels } }),
    ...(Object.keys(annotations).length > 0 && { annotations: { ...annotations } }),
  };
}
