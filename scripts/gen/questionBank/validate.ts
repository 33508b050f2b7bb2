import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { BankProblem } from './bankProblem.ts';
import type { YamlFile } from './readYaml.ts';

export type SchemaName = 'topic' | 'items' | 'question' | 'expect' | 'mutants' | 'uncovered-lines';

const schemas = new URL('../../../questions/_schema/', import.meta.url);
const compiled = new Map<SchemaName, ValidateFunction>();

/** What the schema has against a file, each with its line and what to do: the schema's own `cure`, or one made of the rule. */
export function validate(name: SchemaName, yaml: YamlFile): BankProblem[] {
  const check = compiled.get(name) ?? compile(name);
  if (check(yaml.value)) return [];
  return withoutEchoes(check.errors ?? []).map((error) => problemOf(error, yaml));
}

function compile(name: SchemaName): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, verbose: true, discriminator: true, strict: true, strictTypes: false, strictRequired: false, keywords: ['cure'] });
  const check = ajv.compile(JSON.parse(readFileSync(new URL(`${name}.json`, schemas), 'utf8')) as object);
  compiled.set(name, check);
  return check;
}

/** `if` and `propertyNames` only repeat what their subschema has said; a failed `oneOf` says more than each of its branches. */
function withoutEchoes(errors: ErrorObject[]): ErrorObject[] {
  const choices = errors.filter((error) => error.keyword === 'oneOf').map((error) => error.instancePath);
  const echo = (error: ErrorObject) => error.keyword === 'if' || error.keyword === 'propertyNames';
  return errors.filter((error) => !echo(error) && (error.keyword === 'oneOf' || !choices.includes(error.instancePath)));
}

function problemOf(error: ErrorObject, yaml: YamlFile): BankProblem {
  const path = pathOf(error.instancePath, yaml.value);
  // A wrong name of a key is reported on the mapping that holds it.
  const name = [...path, ...(error.propertyName === undefined ? [] : [error.propertyName])];
  const where = name.length === 0 ? 'The file' : name.join('.');
  const extra = error.params as Record<string, unknown>;
  const cure = (error.parentSchema as { cure?: string } | undefined)?.cure;
  const at = (line: number, problem: string, fallback: string): BankProblem => ({ file: yaml.file, line, problem, cure: cure ?? fallback });
  switch (error.keyword) {
    case 'required':
      return at(yaml.lineOf(path), `${where} lacks "${String(extra.missingProperty)}".`, `Add ${String(extra.missingProperty)}.`);
    case 'additionalProperties': {
      const key = String(extra.additionalProperty);
      const known = Object.keys((error.parentSchema as { properties?: object }).properties ?? {}).join(', ');
      return { file: yaml.file, line: yaml.lineOfKey(path, key), problem: `${where} has the unknown key "${key}".`, cure: `Known here: ${known}.` };
    }
    case 'false schema':
      return at(yaml.lineOf(path), `${where} does not belong here.`, 'Remove it.');
    case 'const':
    case 'enum': {
      const allowed = extra.allowedValues ?? (extra.allowedValue === undefined ? undefined : [extra.allowedValue]);
      const options = Array.isArray(allowed) ? `Use ${allowed.map(String).join(', ')}.` : 'Correct the value.';
      return at(yaml.lineOf(name), `${where} is not one of the possible values.`, options);
    }
    case 'oneOf':
      return at(yaml.lineOf(path), `${where} fits none of the possible shapes.`, 'Compare it with another question.');
    case 'discriminator':
      return at(yaml.lineOf(path), `${where} has an unknown kind.`, 'Use a known kind.');
    default:
      return at(yaml.lineOf(name), `${where} ${error.message ?? 'is wrong'}.`, 'Correct the value.');
  }
}

/** JSON pointer to path, with list indices as numbers, as the YAML document wants them. */
function pathOf(pointer: string, value: unknown): (string | number)[] {
  const path: (string | number)[] = [];
  let here: unknown = value;
  for (const raw of pointer.split('/').slice(1)) {
    const key = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(here) ? Number(key) : key);
    here = (here as Record<string, unknown> | undefined)?.[key];
  }
  return path;
}
