export { EgressValidation } from './egress-validation';
export type { EgressValidationProperties } from './properties';
export type {
  ValidationContext,
  ValidationReport,
  ValidationViolatingResource,
  ValidationViolation,
} from './validation-context';
