package routing

import (
	"fmt"
	"strings"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/constants"
)

// istioObjects reads the objects. Those that istiod's validation refuses are left out, as the API server leaves them out.
func (w World) istioObjects() ([]config.Config, []Refusal, error) {
	var objects []config.Config
	var refused []Refusal
	for index, document := range strings.Split(w.Objects, "\n---\n") {
		read, others, err := crd.ParseInputs(document)
		if err != nil {
			refused = append(refused, Refusal{Index: index, Reason: err.Error()})
			continue
		}
		if len(others) > 0 {
			return nil, nil, fmt.Errorf("%s %s is not an object of Istio", others[0].Kind, others[0].Name)
		}
		objects = append(objects, read...)
	}
	for index := range objects {
		if objects[index].Namespace == "" {
			objects[index].Namespace = "default"
		}
		// Short names are completed with it.
		objects[index].Domain = constants.DefaultClusterLocalDomain
	}
	return objects, refused, nil
}
