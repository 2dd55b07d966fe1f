package routing

import (
	"testing"

	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	"google.golang.org/protobuf/encoding/protojson"
)

// routeOf reads a route of Envoy.
func routeOf(t *testing.T, text string) *route.Route {
	t.Helper()
	read := &route.Route{}
	if err := protojson.Unmarshal([]byte(text), read); err != nil {
		t.Fatal(err)
	}
	return read
}

func TestMatches(t *testing.T) {
	request := connection{host: "a.com", method: "GET", path: "/news/1"}
	cases := []struct {
		name, match string
		expected    truth
	}{
		{"every path", `{"prefix": "/"}`, yes},
		{"a prefix", `{"prefix": "/news"}`, yes},
		{"another prefix", `{"prefix": "/sport"}`, no},
		{"a prefix in other case", `{"prefix": "/NEWS"}`, no},
		{"a prefix in any case", `{"prefix": "/NEWS", "caseSensitive": false}`, yes},
		{"the path", `{"path": "/news/1"}`, yes},
		{"a part of the path", `{"path": "/news"}`, no},
		{"an expression", `{"safeRegex": {"regex": "/news/[0-9]"}}`, yes},
		{"an expression for a part of the path", `{"safeRegex": {"regex": "/news"}}`, no},
		{"the method", `{"prefix": "/", "headers": [{"name": ":method", "stringMatch": {"exact": "GET"}}]}`, yes},
		{"another method", `{"prefix": "/", "headers": [{"name": ":method", "stringMatch": {"exact": "POST"}}]}`, no},
		{"no such method", `{"prefix": "/", "headers": [{"name": ":method", "stringMatch": {"exact": "POST"}, "invertMatch": true}]}`, yes},
		{"a header", `{"prefix": "/", "headers": [{"name": "x", "stringMatch": {"exact": "1"}}]}`, open},
		{"a header and another path", `{"prefix": "/sport", "headers": [{"name": "x", "presentMatch": true}]}`, no},
		{"a parameter", `{"prefix": "/", "queryParameters": [{"name": "x", "presentMatch": true}]}`, open},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			if found := matches(routeOf(t, `{"match": `+each.match+`}`).GetMatch(), request); found != each.expected {
				t.Errorf("expected %v, got %v", each.expected, found)
			}
		})
	}
}

func TestTargets(t *testing.T) {
	fault := `, "typedPerFilterConfig": {"envoy.filters.http.fault": {
		"@type": "type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault",
		"abort": {"httpStatus": 503, "percentage": {"numerator": 100}}}}`
	cases := []struct {
		name, route string
		expected    []target
	}{
		{"a cluster", `"route": {"cluster": "c"}`, []target{{cluster: "c", path: "/news/1"}}},
		{"another path", `"route": {"cluster": "c", "prefixRewrite": "/old"}`, []target{{cluster: "c", path: "/old/1"}}},
		{"a path by an expression", `"route": {"cluster": "c", "regexRewrite": {"pattern": {"regex": "/news/(.)"}, "substitution": "/\\1/old"}}`,
			[]target{{cluster: "c", path: "/1/old"}}},
		{"another host", `"route": {"cluster": "c", "hostRewriteLiteral": "b"}`, []target{{cluster: "c", host: "b", path: "/news/1"}}},
		{"weights", `"route": {"weightedClusters": {"clusters": [{"name": "c"}, {"name": "d", "hostRewriteLiteral": "b"}]}}`,
			[]target{{cluster: "c", path: "/news/1"}, {cluster: "d", host: "b", path: "/news/1"}}},
		{"a mirror", `"route": {"cluster": "c", "requestMirrorPolicies": [{"cluster": "d"}]}`,
			[]target{{cluster: "c", path: "/news/1"}, {cluster: "d", path: "/news/1", isCopy: true}}},
		{"a redirect", `"redirect": {}`, nil},
		{"a fault", `"route": {"cluster": "c"}` + fault, nil},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			of := routeOf(t, `{"match": {"prefix": "/news"}, `+each.route+`}`)
			found := targetsOf(of, connection{path: "/news/1"})
			if len(found) != len(each.expected) {
				t.Fatalf("expected %v, got %v", each.expected, found)
			}
			for index, expected := range each.expected {
				if found[index] != expected {
					t.Errorf("expected %v, got %v", expected, found[index])
				}
			}
		})
	}
}

func TestRoutesBehindOneThatIsOpen(t *testing.T) {
	header := `{"match": {"prefix": "/", "headers": [{"name": "x", "presentMatch": true}]}}`
	every, other := `{"match": {"prefix": "/"}}`, `{"match": {"path": "/other"}}`
	cases := []struct {
		name   string
		routes []string
		found  int
		isSure bool
	}{
		{"none", []string{other}, 0, false},
		{"the first", []string{other, every, every}, 1, true},
		{"one that is open, and the next", []string{header, every}, 2, true},
		{"only one that is open", []string{header}, 1, false},
		{"one that is open, and not the next with an equal match", []string{header, header, every}, 2, true},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			host := &route.VirtualHost{}
			for _, text := range each.routes {
				host.Routes = append(host.Routes, routeOf(t, text))
			}
			if found, isSure := routesFor(host, connection{path: "/"}); len(found) != each.found || isSure != each.isSure {
				t.Errorf("expected %d routes and %t, got %d and %t", each.found, each.isSure, len(found), isSure)
			}
		})
	}
}
