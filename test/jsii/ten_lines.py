from cdk8s import App, Chart
from cdk8s_istio_egress import EgressGateway, EgressLockdownPolicy, ExternalHttpRoute, ExternalTlsRoute

app = App()
chart = Chart(app, "egress", namespace="default")
gateway = EgressGateway(chart, "gateway")
ExternalHttpRoute(chart, "cnn-http", gateway=gateway, hosts=["edition.cnn.com"])
ExternalTlsRoute(chart, "cnn-tls", gateway=gateway, hosts=["edition.cnn.com"])
EgressLockdownPolicy(chart, "lockdown", gateway=gateway, namespaces=["test-egress"])
app.synth()
