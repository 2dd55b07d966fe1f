import { Construct } from 'constructs';
import { withConstructPath } from '../construct/diagnostics';
import { assertInChart } from '../construct/in-chart';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { assertSameMesh } from '../gateway/to-gateway-model';
import { didYouMean } from '../input/did-you-mean';
import { EgressError } from '../input/egress-error';
import { isMarked, mark } from '../input/instance';
import { PropertyHints, readProperties, REQUIRED } from '../input/properties';
import { assertText } from '../input/text';
import { EgressLockdownPolicy } from '../lockdown/egress-lockdown-policy';
import { ExternalRoute } from '../route/external-route';
import { dayOfClock, parseDay } from './dates';
import { EgressAllowListFileProps, EgressAllowListRowsProps } from './egress-allow-list-props';
import { originInCode, originInFile } from './origin';
import { readDataFile } from './read-file';
import { ListSource, writeList, WrittenList } from './write-list';

/**
 * An allow-list: a route for each row. The rows are data, in a file that its owner reviews, or in the program. All mistakes of a list
 * are one error: those of each row, and conflicts between rows. In a file, each mistake has its line and column.
 *
 * ```yaml
 * gateway: { namespace: istio-egress, serviceName: egress, selector: { istio: egress }, defaultDeny: true }
 * rows:
 *   - name: github
 *     hosts: [github.com]
 *     protocol: TLS
 *     from: [{ namespace: orders }]
 *     owner: team-orders
 *     ticket: NET-1042
 *     expires: 2027-03-31
 * lockdown: { namespaces: [orders] }
 * ```
 *
 * The file `egress-allow-list.schema.json` of the package is the JSON Schema of such a file. The command `cdk8s-istio-egress synth`
 * writes the same manifests without a program.
 *
 * @example
 * EgressAllowList.fromRows(chart, 'list', {
 *   gateway,
 *   rows: [
 *     {
 *       name: 'github',
 *       hosts: ['github.com'],
 *       protocol: AllowListProtocol.TLS,
 *       from: [EgressSource.namespace('orders')],
 *     },
 *   ],
 * });
 */
export class EgressAllowList extends Construct {
  /**
   * Returns the list of a file. The file may have the gateway and a lockdown of namespaces too.
   *
   * @throws EgressError that names every mistake of the file with its line and column, a row that has expired included
   */
  public static fromFile(scope: Construct, id: string, props: EgressAllowListFileProps): EgressAllowList {
    return new EgressAllowList(scope, id, (list) => {
      const reads = ({ file, gateway, today }: EgressAllowListFileProps) => ({
        file: () => assertText('file', file, 'egress.yaml'),
        gateway: () => gateway && assertSameMesh(list, gateway),
        today: () => parseToday(today),
      });
      const { today } = readProperties('EgressAllowList.fromFile', props, FILE, reads, FILE_HINTS);
      const read = readDataFile(props.file);
      return { data: read.data, origin: originInFile(read, list.node.path), gateway: props.gateway, today };
    });
  }

  /**
   * Returns the list of rows in a program. The rows have the properties of rows in a file, with instances of the classes of this
   * library as values.
   *
   * @throws EgressError that names every mistake of the rows, a row that has expired included
   */
  public static fromRows(scope: Construct, id: string, props: EgressAllowListRowsProps): EgressAllowList {
    return new EgressAllowList(scope, id, (list) => {
      const { today } = readProperties('EgressAllowList.fromRows', props, ROWS, ({ gateway, today }) => ({
        gateway: () => assertSameMesh(list, gateway),
        today: () => parseToday(today),
      }));
      return { data: { rows: props.rows }, origin: originInCode, gateway: props.gateway, today };
    });
  }

  /** Returns whether a value is an `EgressAllowList`. */
  public static isEgressAllowList(value: unknown): value is EgressAllowList {
    return isMarked(value, 'EgressAllowList');
  }

  private readonly written: WrittenList;

  private constructor(scope: Construct, id: string, sourceOf: (list: Construct) => ListSource) {
    super(scope, id);
    mark(this, 'EgressAllowList');
    this.written = withConstructPath(this, () => {
      assertInChart(this);
      return writeList(this, sourceOf(this));
    });
  }

  /** The gateway that the hosts are reached through: that of the properties, or that of the file. */
  public get gateway(): IEgressGateway {
    return this.written.gateway;
  }

  /** The routes, in the order of their rows. The construct id of a route is the name of its row. */
  public get routes(): ExternalRoute[] {
    return [...this.written.routes.values()];
  }

  /**
   * The lockdown of the file.
   * @default - none
   */
  public get lockdown(): EgressLockdownPolicy | undefined {
    return this.written.lockdown;
  }

  /**
   * Returns the route of a row.
   *
   * @param name the name of the row
   * @throws EgressError for a name that no row has
   */
  public route(name: string): ExternalRoute {
    const route = this.written.routes.get(name);
    if (route !== undefined) return route;
    const names = [...this.written.routes.keys()];
    const meant = didYouMean(String(name), names) ?? names[0];
    throw EgressError.of({
      code: 'EGR0103',
      problem: 'name must be the name of a row',
      got: name,
      allowed: names.join(', '),
      fix: `write list.route('${meant}')`,
    }).at(this.node.path);
  }
}

const FILE = { file: true, gateway: true, today: true } as const;
const FILE_HINTS: PropertyHints = { file: REQUIRED, path: 'file' };
const ROWS = { rows: true, gateway: true, today: true } as const;

function parseToday(today: string | undefined): string {
  return today === undefined ? dayOfClock() : parseDay('today', today);
}
