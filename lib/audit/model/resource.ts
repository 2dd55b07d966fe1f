import { Manifest } from '../manifest/manifest';
import { VirtualServiceSpec } from './specs';

/** An object of one kind. */
export interface Resource<Spec> {
  /** `namespace/name` */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly spec: Spec;
  readonly manifest: Manifest;
}

/** A VirtualService with full names of its hosts and gateways. */
export interface VirtualService extends Resource<VirtualServiceSpec> {
  readonly hosts: readonly string[];
  readonly gateways: readonly string[];
  /** Position among all VirtualServices: a smaller number is an older object. */
  readonly age: number;
}

/** The name by which a VirtualService binds to all sidecars. */
export const MESH = 'mesh';
