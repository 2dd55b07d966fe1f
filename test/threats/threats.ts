/** All ways around the gateway, by their numbers. */
import { AROUND_THE_SIDECAR } from './around-the-sidecar';
import { AT_THE_GATEWAY } from './at-the-gateway';
import { NAMES_AND_PROTOCOLS } from './names-and-protocols';
import { PLATFORM } from './platform';
import { TENANTS_OBJECTS } from './tenants-objects';
import { Threat } from './threat';

const numberOf = ({ id }: Threat): number => Number(id.slice(1));

export const THREATS: readonly Threat[] = [
  ...AROUND_THE_SIDECAR,
  ...NAMES_AND_PROTOCOLS,
  ...AT_THE_GATEWAY,
  ...TENANTS_OBJECTS,
  ...PLATFORM,
].sort((one, other) => numberOf(one) - numberOf(other));
