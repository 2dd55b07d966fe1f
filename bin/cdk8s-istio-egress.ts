#!/usr/bin/env node
/** The command of the package: writes or checks the manifests of an allow-list in a file, without a program. */
import { main } from './main';

process.exitCode = main(process.argv.slice(2));
