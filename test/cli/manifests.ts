/** Folders with manifests for the commands that read a mesh. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A host that the sidecars of every namespace reach without a gateway. */
export const DIRECT = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: partner
  namespace: payments
spec:
  hosts:
    - partner.example.com
  ports:
    - number: 443
      name: tls
      protocol: TLS
  resolution: DNS
`;

/** A VirtualService that names a Gateway that does not exist: EGR3008. */
export const MISSING_GATEWAY = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: partner
  namespace: payments
  annotations: {}
spec:
  hosts:
    - partner.example.com
  gateways:
    - none
  tls:
    - match:
        - port: 443
          sniHosts:
            - partner.example.com
      route:
        - destination:
            host: partner.example.com
`;

const folders: string[] = [];

/** Writes files into a folder of its own, which is removed after the tests of the file. Returns the folder. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'manifests-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));
