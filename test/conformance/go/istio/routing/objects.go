package routing

import (
	"fmt"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/config"
)

// istioObjects reads the objects, and refuses what is invalid and what the fake server would leave out without a word.
func (w World) istioObjects() ([]config.Config, error) {
	objects, others, err := crd.ParseInputs(w.Objects)
	if err != nil {
		return nil, fmt.Errorf("reading the objects: %w", err)
	}
	if len(others) > 0 {
		return nil, fmt.Errorf("%s %s is not an object of Istio", others[0].Kind, others[0].Name)
	}
	for index := range objects {
		if objects[index].Namespace == "" {
			objects[index].Namespace = "default"
		}
	}
	return objects, nil
}
