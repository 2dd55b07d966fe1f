package main

import (
	"context"
	"encoding/json"
	"fmt"

	"sigs.k8s.io/kube-network-policies/pkg/network"
)

// evaluator says whether the policies let a packet pass.
type evaluator interface {
	EvaluatePacket(ctx context.Context, packet *network.Packet) (bool, error)
}

type decider struct {
	policies evaluator
}

// allowed says whether a packet may pass. What cannot be read or evaluated may not.
func (d decider) allowed(ctx context.Context, id uint32, payload []byte) bool {
	packet, err := network.ParsePacket(payload)
	if err != nil {
		fmt.Printf("a packet that cannot be read is refused: %v\n", err)
		return false
	}
	packet.ID = id
	allowed, err := d.policies.EvaluatePacket(ctx, &packet)
	if err != nil {
		fmt.Printf("a packet that cannot be evaluated is refused: %v\n", err)
		return false
	}
	if !allowed {
		report(packet)
	}
	return allowed
}

// report writes a line about a refused connection.
func report(packet network.Packet) {
	line, err := json.Marshal(map[string]string{
		"refused":     string(packet.Proto),
		"source":      fmt.Sprintf("%s:%d", packet.SrcIP, packet.SrcPort),
		"destination": fmt.Sprintf("%s:%d", packet.DstIP, packet.DstPort),
	})
	if err == nil {
		fmt.Println(string(line))
	}
}
