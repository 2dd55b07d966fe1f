package main

import (
	"context"
	"fmt"

	"github.com/florianl/go-nfqueue/v2"
)

// refused is the mark of packets that a later iptables rule rejects. A verdict to drop would leave the client waiting.
const refused = 0x1

// headers is as much of a packet as a verdict needs.
const headers = 128

// listen opens the queue and decides about each packet in it.
func listen(ctx context.Context, queue uint16, decide decider) error {
	handle, err := nfqueue.Open(&nfqueue.Config{
		NfQueue:      queue,
		MaxPacketLen: headers,
		MaxQueueLen:  4096,
		Copymode:     nfqueue.NfQnlCopyPacket,
	})
	if err != nil {
		return err
	}
	each := func(packet nfqueue.Attribute) int {
		if packet.PacketID == nil {
			return 0
		}
		var payload []byte
		if packet.Payload != nil {
			payload = *packet.Payload
		}
		if decide.allowed(ctx, *packet.PacketID, payload) {
			err = handle.SetVerdict(*packet.PacketID, nfqueue.NfAccept)
		} else {
			err = handle.SetVerdictWithOption(*packet.PacketID, nfqueue.NfAccept, nfqueue.WithMark(refused))
		}
		if err != nil {
			fmt.Printf("a verdict was not taken: %v\n", err)
		}
		return 0
	}
	failed := func(err error) int {
		if ctx.Err() == nil {
			fmt.Printf("reading the queue failed: %v\n", err)
		}
		return 0
	}
	return handle.RegisterWithErrorFunc(ctx, each, failed)
}
