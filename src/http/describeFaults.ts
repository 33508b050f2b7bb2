import type { Fault } from '../errors/apiError.ts';
import type { SchemaFault } from './operationSpec.ts';

const shownMax = 20;
const echoedMax = 80;

/** A validator's complaints about a body, as pointers and sentences. Only the first ones: a body may have thousands. */
export function describeBodyFaults(faults: SchemaFault[]): Fault[] {
  return tell(faults, (fault) => ({ pointer: fault.instancePath + member(fault), detail: sentence(fault) }));
}

/** The same for `{path, query, header}`: the second part of each pointer is the parameter's name. */
export function describeParameterFaults(faults: SchemaFault[]): Fault[] {
  return tell(faults, (fault) => {
    const [, where, name] = (fault.instancePath + member(fault)).split('/');
    const detail = fault.keyword === 'additionalProperties' ? `This operation has no such ${where} parameter.` : sentence(fault);
    return { parameter: unescape(name ?? ''), detail };
  });
}

function tell(faults: SchemaFault[], describe: (fault: SchemaFault) => Fault): Fault[] {
  const shown = faults.slice(0, shownMax).map(describe);
  return faults.length > shownMax ? [...shown, { detail: `And ${faults.length - shownMax} more.` }] : shown;
}

/** The member that is missing or too many; the validator points at the object around it. */
function member(fault: SchemaFault): string {
  const name = fault.params.missingProperty ?? fault.params.additionalProperty ?? fault.params.propertyName;
  return typeof name === 'string' ? `/${escape(echo(name))}` : '';
}

function sentence(fault: SchemaFault): string {
  switch (fault.keyword) {
    case 'required':
      return 'This is missing.';
    case 'additionalProperties':
      return 'This is not known here.';
    case 'enum':
      return `Must be one of: ${(fault.params.allowedValues as unknown[]).map(String).join(', ')}.`;
    case 'const':
      return `Must be ${JSON.stringify(fault.params.allowedValue)}.`;
    case 'discriminator':
      return `"${String(fault.params.tag)}" must be one of the kinds in the reference (/docs).`;
    default:
      return `The value ${fault.message ?? 'does not fit'}.`;
  }
}

const echo = (text: string): string => (text.length > echoedMax ? `${text.slice(0, echoedMax)}…` : text);
const escape = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
const unescape = (name: string): string => name.replaceAll('~1', '/').replaceAll('~0', '~');
