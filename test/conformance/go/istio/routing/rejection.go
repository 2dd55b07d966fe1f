package routing

import (
	"fmt"
	"strings"

	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
)

// rejection is why Envoy does not accept a listener (filter_chain_manager_impl.cc); empty where Envoy accepts the listener.
func rejection(of *listener.Listener) string {
	seen := map[string]bool{}
	for _, chain := range of.GetFilterChains() {
		match := chain.GetFilterChainMatch()
		for _, name := range namesOf(match) {
			if strings.HasPrefix(name, "*") && !strings.HasPrefix(name, "*.") && name != "*" {
				return fmt.Sprintf("Envoy rejects listener %s: partial wildcard %s", of.GetName(), name)
			}
			// Names are compared one by one; the other fields are alike in chains that collide.
			key := fmt.Sprint(name, match.GetDestinationPort(), match.GetPrefixRanges(), match.GetTransportProtocol(),
				match.GetApplicationProtocols(), match.GetDirectSourcePrefixRanges(), match.GetSourcePrefixRanges())
			if seen[key] {
				return fmt.Sprintf("Envoy rejects listener %s: two filter chains for %s", of.GetName(), name)
			}
			seen[key] = true
		}
	}
	return ""
}

// namesOf are the server names of a match, once each; the empty name where there are none.
func namesOf(match *listener.FilterChainMatch) []string {
	names := []string{}
	had := map[string]bool{}
	for _, name := range match.GetServerNames() {
		if !had[name] {
			names = append(names, name)
		}
		had[name] = true
	}
	if len(names) == 0 {
		return []string{""}
	}
	return names
}
