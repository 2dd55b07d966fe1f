import { EgressError } from '../input/egress-error';
import { Reader } from '../input/shape';
import { assignment } from '../input/source-text';
import { assertText } from '../input/text';
import { assertLiteral } from '../input/token';

/** The form of a label value, as the labels of nodes that contain regions and zones. */
const PART = '[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?';
const REGION = new RegExp(`^${PART}$`);
const LOCALITY = new RegExp(`^${PART}(/${PART}){0,2}$`);

/** Returns a reader of a region. */
export function region(): Reader<string> {
  return text(REGION, 'a region', 'the value of the label topology.kubernetes.io/region of nodes', 'us-east');
}

/** Returns a reader of a locality. */
export function locality(): Reader<string> {
  return text(LOCALITY, 'a locality', 'REGION, REGION/ZONE or REGION/ZONE/SUBZONE', 'us-east/a');
}

/** Returns the region of a locality. */
export function regionOf(value: string): string {
  return value.replace(/\/.*$/, '');
}

function text(form: RegExp, name: string, allowed: string, example: string): Reader<string> {
  return (what, value) => {
    assertLiteral(what, value);
    if (typeof value === 'string' && form.test(value)) {
      assertText(what, value);
      return value;
    }
    throw EgressError.of({
      code: 'EGR0103',
      problem: `${what} must be ${name}`,
      got: value,
      allowed,
      fix: `write ${assignment(what, `'${example}'`)}`,
    });
  };
}
