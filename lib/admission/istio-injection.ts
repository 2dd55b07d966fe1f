import { inFactory } from '../input/factory';
import { isMarked, mark } from '../input/instance';
import { IstioInjectionModel } from '../mesh/istio-injection-model';
import { IstioInjectionOptions } from './istio-injection-options';
import { parseIstioInjection } from './parse-istio-injection';

/**
 * The containers that the mesh injects into pods. An `EgressAdmissionPolicy` admits Istio's containers only as the mesh injects them,
 * because a pod can contain a container named `istio-proxy`, which istiod merges with its own.
 *
 * Meshes with native sidecars and without them, with Istio's CNI plugin and without it, and with revisions need no options.
 *
 * @example
 * new EgressAdmissionPolicy(chart, 'admission', {
 *   gateway,
 *   deployers: [Subject.group('platform')],
 *   istioInjection: IstioInjection.of({ proxyImages: ['registry.example.com/istio/proxyv2'] }),
 * });
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
 */
export class IstioInjection {
  /**
   * Returns the containers of a mesh that differ from Istio's defaults.
   * @throws EgressError that names every unknown and malformed option
   */
  public static of(options: IstioInjectionOptions): IstioInjection {
    return inFactory('IstioInjection.of', () => new IstioInjection(parseIstioInjection('IstioInjection.of', options)));
  }

  /** Returns whether a value is an `IstioInjection`. */
  public static isIstioInjection(value: unknown): value is IstioInjection {
    return isMarked(value, 'IstioInjection');
  }

  /** Rejects objects of the same shape at compile time. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _model: IstioInjectionModel,
  ) {
    mark(this, 'IstioInjection');
  }

  /** Returns a description for messages. */
  public toString(): string {
    return JSON.stringify(this._model);
  }
}
