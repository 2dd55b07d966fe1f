import { join } from 'node:path';

/** The root of the repository. */
export const REPOSITORY = join(__dirname, '..', '..', '..', '..');

/** The folder of the report, which git ignores. */
export const REPORT = join(REPOSITORY, 'conformance-report');
