package main

import (
	"context"
	"errors"
	"testing"

	"sigs.k8s.io/kube-network-policies/pkg/network"
)

type fake struct {
	allowed bool
	err     error
	seen    *network.Packet
}

func (f *fake) EvaluatePacket(_ context.Context, packet *network.Packet) (bool, error) {
	f.seen = packet
	return f.allowed, f.err
}

// syn is the first packet of a TCP connection, IPv4, from 10.244.0.1:4711 to 10.99.0.10:443.
func syn() []byte {
	packet := make([]byte, 40)
	packet[0], packet[9] = 0x45, 6
	copy(packet[12:], []byte{10, 244, 0, 1})
	copy(packet[16:], []byte{10, 99, 0, 10})
	copy(packet[20:], []byte{0x12, 0x67, 0x01, 0xbb})
	packet[32], packet[33] = 0x50, 0x02
	return packet
}

func TestDecide(t *testing.T) {
	cases := []struct {
		name     string
		policies fake
		payload  []byte
		allowed  bool
	}{
		{"what the policies allow passes", fake{allowed: true}, syn(), true},
		{"what they refuse does not", fake{}, syn(), false},
		{"nor what cannot be evaluated", fake{allowed: true, err: errors.New("no store")}, syn(), false},
		{"nor what cannot be read", fake{allowed: true}, []byte{0x45}, false},
		{"nor what is empty", fake{allowed: true}, nil, false},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			if allowed := (decider{&each.policies}).allowed(context.Background(), 1, each.payload); allowed != each.allowed {
				t.Errorf("got %t", allowed)
			}
		})
	}
}

func TestDecideReadsThePacket(t *testing.T) {
	policies := fake{allowed: true}
	decider{&policies}.allowed(context.Background(), 7, syn())
	if p := policies.seen; p.ID != 7 || p.SrcIP.String() != "10.244.0.1" || p.DstIP.String() != "10.99.0.10" || p.SrcPort != 4711 || p.DstPort != 443 {
		t.Errorf("got %v", policies.seen)
	}
}
