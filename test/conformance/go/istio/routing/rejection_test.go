package routing

import (
	"strings"
	"testing"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
)

func TestRejection(t *testing.T) {
	chain := func(names ...string) *listener.FilterChainMatch {
		return &listener.FilterChainMatch{ServerNames: names}
	}
	of := func(prefix string) *listener.FilterChainMatch {
		return &listener.FilterChainMatch{PrefixRanges: []*core.CidrRange{{AddressPrefix: prefix}}}
	}
	cases := []struct {
		name     string
		chains   []*listener.FilterChainMatch
		expected string
	}{
		{"names of their own", []*listener.FilterChainMatch{chain("a.com"), chain("b.com", "*.a.com"), chain()}, ""},
		{"a name twice in one chain", []*listener.FilterChainMatch{chain("a.com", "a.com")}, ""},
		{"a name in two chains", []*listener.FilterChainMatch{chain("a.com"), chain("b.com", "a.com")}, "two filter chains for a.com"},
		{"part of a label", []*listener.FilterChainMatch{chain("*a.com")}, "partial wildcard *a.com"},
		{"addresses of their own", []*listener.FilterChainMatch{of("10.0.0.1"), of("10.0.0.2")}, ""},
		{"an address in two chains", []*listener.FilterChainMatch{of("10.0.0.1"), of("10.0.0.1")}, "two filter chains for "},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			made := &listener.Listener{Name: "l"}
			for _, match := range each.chains {
				made.FilterChains = append(made.FilterChains, &listener.FilterChain{FilterChainMatch: match})
			}
			found := rejection(made)
			if (found == "") != (each.expected == "") || !strings.Contains(found, each.expected) {
				t.Errorf("expected %q, got %q", each.expected, found)
			}
		})
	}
}
