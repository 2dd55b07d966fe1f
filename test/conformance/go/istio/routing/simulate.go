package routing

import (
	"errors"
	"fmt"

	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/test"
)

// Simulate answers all requests of a world, by an istiod that lives in memory for as long.
func Simulate(world World) (Answer, error) {
	config, err := world.meshConfig()
	if err != nil {
		return Answer{}, err
	}
	objects, refused, err := world.istioObjects()
	if err != nil {
		return Answer{}, err
	}
	var results [][]Result
	var asked error
	// The fake server wants a test; this is what Istio has in place of one.
	failed := test.Wrap(func(t test.Failer) {
		server := xds.NewFakeDiscoveryServer(t, xds.FakeOptions{
			Configs:                objects,
			KubernetesObjectString: world.Kubernetes,
			MeshConfig:             config,
		})
		results, asked = safely(func() ([][]Result, error) { return newRouter(server, world.Gateways).answer(world.Requests) })
	})
	return Answer{Results: results, Refused: refused}, errors.Join(failed, asked)
}

// safely turns a panic into an error: without a test, that is what simulation does with a configuration that it cannot read.
func safely[Result any](ask func() (Result, error)) (result Result, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("panicked: %v", panicked)
		}
	}()
	return ask()
}
