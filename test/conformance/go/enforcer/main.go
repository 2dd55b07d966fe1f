// Command enforcer decides about new connections that an iptables rule puts into a queue of the kernel, by the
// ClusterNetworkPolicies and NetworkPolicies that the API server has.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"k8s.io/client-go/tools/clientcmd"
)

func main() {
	kubeconfig := flag.String("kubeconfig", "", "kubeconfig of the API server")
	queue := flag.Uint("queue", 100, "number of the NFQUEUE")
	node := flag.String("node", "", "name of the node whose pods are local")
	address := flag.String("state-address", "127.0.0.1:9095", "where GET /state answers what is known")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *kubeconfig, uint16(*queue), *node, *address); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, kubeconfig string, queue uint16, node, address string) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return fmt.Errorf("reading the kubeconfig: %w", err)
	}
	watched, err := newWatched(config)
	if err != nil {
		return fmt.Errorf("making a client: %w", err)
	}
	policies, err := watched.engine(node)
	if err != nil {
		return err
	}
	watched.start(ctx)
	if err := listen(ctx, queue, decider{policies}); err != nil {
		return fmt.Errorf("opening queue %d: %w", queue, err)
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("listening on %s: %w", address, err)
	}
	fmt.Println("ready")
	server := &http.Server{Handler: stateHandler(watched.stores()), ReadHeaderTimeout: time.Second}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}
