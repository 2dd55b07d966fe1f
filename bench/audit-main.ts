/** The benchmark of the audit. Writes its part of `bench/RESULTS.md`. */
import { measureAudit } from './audit';
import { auditPage } from './audit-page';
import { withCompiled } from './compile';
import { writePart } from './results-file';

writePart(auditPage(withCompiled(measureAudit), new Date()));
