package main

import (
	"encoding/json"
	"net/http"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/cache"
)

// stateHandler answers with the resource version of each object that decides about the next packet, by kind and key.
func stateHandler(stores map[string]cache.Store) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /state", func(response http.ResponseWriter, _ *http.Request) {
		state := map[string]map[string]string{}
		for kind, store := range stores {
			state[kind] = versions(store)
		}
		response.Header().Set("content-type", "application/json")
		_ = json.NewEncoder(response).Encode(state)
	})
	return mux
}

func versions(store cache.Store) map[string]string {
	found := map[string]string{}
	for _, key := range store.ListKeys() {
		if object, exists, err := store.GetByKey(key); err == nil && exists {
			if meta, ok := object.(metav1.Object); ok {
				found[key] = meta.GetResourceVersion()
			}
		}
	}
	return found
}
