/**
 * The goal of this module is to make it possible to write: `expect(violations(manifest)).toEqual([])`. It judges a
 * manifest as the API server would on creation, without one.
 */
import { compileCel } from './cel';
import { hasDefaults, withDefaults } from './defaults';
import { findKind, type Kind } from './kinds';
import { compileOpenApi } from './openapi';
import { type Finding, formatPath, isObject, type JsonObject } from './schema';

type Check = (manifest: JsonObject) => Finding[];

const checks = new Map<Kind, Check>();

/**
 * What is wrong with a manifest, by its schema and by the CEL rules of its CustomResourceDefinition; empty when it is
 * valid. Each message names the object, the path in it, and the fault. The first call for a kind compiles its schema.
 */
export function violations(manifest: object): string[] {
  const { apiVersion, kind, metadata } = manifest as JsonObject;
  const { namespace, name } = isObject(metadata) ? metadata : {};
  const object = [namespace, name ?? '(unnamed)']
    .filter((part) => part !== undefined)
    .map(String)
    .join('/');
  const known = findKind(String(apiVersion), String(kind));
  if (!known) return [`${String(kind)} ${object}: no such kind is known in apiVersion ${String(apiVersion)}`];
  const findings = checkOf(known)(manifest as JsonObject);
  return findings.map(({ path, problem }) => `${known.kind} ${object}: ${formatPath(path)}: ${problem}`);
}

function checkOf(kind: Kind): Check {
  const check = checks.get(kind) ?? compile(kind);
  checks.set(kind, check);
  return check;
}

function compile(kind: Kind): Check {
  const openApi = compileOpenApi(kind);
  if (!kind.custom) return openApi;
  const cel = compileCel(kind.schema);
  const complete = hasDefaults(kind.schema);
  return (manifest) => {
    const filled = complete ? (withDefaults(manifest, kind.schema) as JsonObject) : manifest;
    const findings = openApi(filled);
    // The API server does not evaluate the rules of an object of the wrong shape either.
    return findings.length > 0 ? findings : cel.check(filled);
  };
}
