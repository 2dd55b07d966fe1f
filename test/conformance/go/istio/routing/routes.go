package routing

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	fault "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/fault/v3"
	matcher "github.com/envoyproxy/go-control-plane/envoy/type/matcher/v3"
	percent "github.com/envoyproxy/go-control-plane/envoy/type/v3"
	"google.golang.org/protobuf/proto"

	"istio.io/istio/pkg/wellknown"
)

// target is where a route sends a request, or a copy of the request.
type target struct {
	cluster string
	// host and path that the route writes; empty where the route leaves them.
	host, path string
	isCopy     bool
}

// truth of a match: what only the application knows, such as headers, is open.
type truth int

const (
	no truth = iota
	open
	yes
)

// routesFor are the routes that Envoy may take for a request: simulation looks at the path alone. isSure says whether one of them is taken.
// A route behind one with an equal match is never taken.
func routesFor(host *route.VirtualHost, request connection) (found []*route.Route, isSure bool) {
	for _, each := range host.GetRoutes() {
		switch matches(each.GetMatch(), request) {
		case yes:
			return append(found, each), true
		case open:
			isBehind := slices.ContainsFunc(found, func(other *route.Route) bool { return proto.Equal(other.GetMatch(), each.GetMatch()) })
			if !isBehind {
				found = append(found, each)
			}
		}
	}
	return found, false
}

func matches(match *route.RouteMatch, request connection) truth {
	result := matchesPath(match, request.path)
	for _, header := range match.GetHeaders() {
		result = min(result, matchesHeader(header, request))
	}
	if len(match.GetQueryParameters()) > 0 || len(match.GetDynamicMetadata()) > 0 {
		result = min(result, open)
	}
	return result
}

func matchesPath(match *route.RouteMatch, path string) truth {
	fold := func(text string) string { return text }
	if sensitive := match.GetCaseSensitive(); sensitive != nil && !sensitive.GetValue() {
		fold = strings.ToLower
	}
	switch specifier := match.GetPathSpecifier().(type) {
	case *route.RouteMatch_Path:
		return truthOf(fold(path) == fold(specifier.Path))
	case *route.RouteMatch_Prefix:
		return truthOf(strings.HasPrefix(fold(path), fold(specifier.Prefix)))
	case *route.RouteMatch_SafeRegex:
		return truthOf(matchesAll(specifier.SafeRegex, path))
	default:
		return no
	}
}

func matchesHeader(header *route.HeaderMatcher, request connection) truth {
	known := map[string]string{":method": request.method, ":authority": request.host}
	value, isKnown := known[header.GetName()]
	if !isKnown {
		return open
	}
	return truthOf((header.GetPresentMatch() || matchesText(header.GetStringMatch(), value)) != header.GetInvertMatch())
}

func matchesText(match *matcher.StringMatcher, value string) bool {
	switch pattern := match.GetMatchPattern().(type) {
	case *matcher.StringMatcher_Exact:
		return value == pattern.Exact
	case *matcher.StringMatcher_Prefix:
		return strings.HasPrefix(value, pattern.Prefix)
	case *matcher.StringMatcher_SafeRegex:
		return matchesAll(pattern.SafeRegex, value)
	default:
		return false
	}
}

// matchesAll is whether an expression matches a whole text, as Envoy reads expressions.
func matchesAll(expression *matcher.RegexMatcher, text string) bool {
	compiled, err := regexp.Compile("^(?:" + expression.GetRegex() + ")$")
	return err == nil && compiled.MatchString(text)
}

func truthOf(holds bool) truth {
	if holds {
		return yes
	}
	return no
}

// targetsOf are the clusters of a route, and those of its mirrors. A route that answers itself has none.
func targetsOf(of *route.Route, request connection) []target {
	action := of.GetRoute()
	if action == nil || aborts(of) {
		return nil
	}
	path := rewritten(of, request.path)
	var found []target
	if name := action.GetCluster(); name != "" {
		found = append(found, target{cluster: name, host: action.GetHostRewriteLiteral(), path: path})
	}
	for _, each := range action.GetWeightedClusters().GetClusters() {
		host := cmp.Or(action.GetHostRewriteLiteral(), each.GetHostRewriteLiteral())
		found = append(found, target{cluster: each.GetName(), host: host, path: path})
	}
	for _, mirror := range action.GetRequestMirrorPolicies() {
		found = append(found, target{cluster: mirror.GetCluster(), host: action.GetHostRewriteLiteral(), path: path, isCopy: true})
	}
	return found
}

// rewritten is the path that a route writes.
func rewritten(of *route.Route, path string) string {
	action := of.GetRoute()
	if expression := action.GetRegexRewrite(); expression != nil {
		compiled, err := regexp.Compile(expression.GetPattern().GetRegex())
		if err != nil {
			return path
		}
		return compiled.ReplaceAllString(path, strings.ReplaceAll(expression.GetSubstitution(), `\`, "$"))
	}
	if action.GetPrefixRewrite() == "" {
		return path
	}
	matched := cmp.Or(of.GetMatch().GetPath(), of.GetMatch().GetPrefix())
	return action.GetPrefixRewrite() + path[min(len(matched), len(path)):]
}

// aborts is whether a fault answers every request of a route.
func aborts(of *route.Route) bool {
	config := &fault.HTTPFault{}
	settings := of.GetTypedPerFilterConfig()[wellknown.Fault]
	if settings == nil || settings.UnmarshalTo(config) != nil {
		return false
	}
	share := config.GetAbort().GetPercentage()
	whole := map[percent.FractionalPercent_DenominatorType]uint32{
		percent.FractionalPercent_HUNDRED: 100, percent.FractionalPercent_TEN_THOUSAND: 10_000, percent.FractionalPercent_MILLION: 1_000_000,
	}
	return share != nil && share.GetNumerator() >= whole[share.GetDenominator()]
}
