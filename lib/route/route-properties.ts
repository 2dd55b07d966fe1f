import { PropertyNames } from '../input/properties';
import { ExternalRouteProps } from './external-route-props';

/** The names of the properties that every kind of route has. */
export const ROUTE_PROPERTIES: PropertyNames<ExternalRouteProps> = {
  gateway: true,
  hosts: true,
  allowFrom: true,
  resolution: true,
  exportTo: true,
  upstreamProxy: true,
  metadata: true,
};
