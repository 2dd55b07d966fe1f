import { Known } from '../input/properties';
import { ExternalRouteProps } from './external-route';

/** The properties that every kind of route has. */
export const OF_ROUTES: Known<ExternalRouteProps> = { gateway: true, hosts: true, allowFrom: true, exportTo: true };
