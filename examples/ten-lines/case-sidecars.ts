/** Pods by the form of their sidecars. */
import { ConformanceCase, request } from '../../test/conformance/cases/case';

const http = 'http://edition.cnn.com/politics';
const https = 'https://edition.cnn.com/politics';
const FIXTURES = 'test/conformance/cases/fixtures';

/** The first container of a pod with a native sidecar is `istio-init`, the second `istio-proxy`. */
const restartsOf = (istioProxy: number): string =>
  `jsonpath={.status.initContainerStatuses[1].restartCount}=${istioProxy}`;

export const sidecars: ConformanceCase = {
  title: 'Sidecars that are init containers, or containers, send requests through the gateway',
  stages: [
    { title: 'The manifests are applied', apply: 'main' },
    {
      title: 'A Job of the locked-down namespace runs to its end',
      kubectl: [
        `apply -f ${FIXTURES}/job.yaml`,
        'wait --for=condition=complete job/report -n test-egress --timeout=60s',
        `delete -f ${FIXTURES}/job.yaml`,
      ],
    },
    {
      title: 'Pods are created whose sidecars are containers',
      kubectl: [`apply -f ${FIXTURES}/other-injection.yaml`],
      expect: [
        {
          because: 'The routes do not depend on the form of a sidecar.',
          expect: ['default/classic', 'test-egress/classic', 'default/curl', 'test-egress/curl'].flatMap((client) => [
            request(client, http).goesThrough('outbound|80||edition.cnn.com'),
            request(client, https).goesThrough('outbound|443||edition.cnn.com'),
          ]),
        },
        {
          because: 'An application can end its sidecar.',
          expect: [request('default/curl', 'http://127.0.0.1:15020/quitquitquit', '--request', 'POST').isAnswered(200)],
        },
      ],
    },
    {
      title: 'The sidecar that ended starts again',
      kubectl: [`wait --for=${restartsOf(1)} pod -l app=curl -n default --timeout=30s`],
      neverDirectly: {
        because: 'Without its sidecar, the redirection of the pod remains, so a request reaches nothing.',
        expect: [request('default/curl', http)],
      },
      expect: [
        {
          because: 'The sidecar sends requests through the gateway again.',
          expect: [request('default/curl', http).goesThrough('outbound|80||edition.cnn.com')],
        },
      ],
    },
    {
      title: 'The manifests are deleted',
      kubectl: [`delete -f ${FIXTURES}/other-injection.yaml`],
      delete: 'main',
    },
  ],
};
