#!/usr/bin/env node
/** The command of the package: manifests of an allow-list in a file, and the audit of the manifests of a mesh, without a program. */
import { main } from './main';

// A reader such as `head` can close the pipe before the end of the output.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 2));
process.exitCode = main(process.argv.slice(2));
