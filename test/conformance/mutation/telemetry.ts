/** Telemetry: what the gateway writes about those who leave. */
import { MOVED } from './move-object';
import { NO_VALUE } from './nobody';
import { drop, Rule, where, whereAbsent } from './rule';

const LOGGING = 'spec.accessLogging.*';

export const TELEMETRY: readonly Rule[] = [
  MOVED,
  { operator: 'telemetry/selector', at: 'spec.selector.matchLabels.*', to: where(NO_VALUE) },
  { operator: 'telemetry/any-workload', at: 'spec.selector', to: drop },
  { operator: 'telemetry/provider', at: `${LOGGING}.providers.*.name`, to: where('no-such-provider') },
  { operator: 'telemetry/disabled', at: `${LOGGING}.disabled`, to: whereAbsent(true) },
];
