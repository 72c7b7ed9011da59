// Package load holds the test of many sessions at a time on one process: random work, with nothing lost and every
// screen right at the end. It takes a few seconds with fifty sessions; more of both is asked for by flags:
//
//	go test ./cmd/internal/load -v -args -sessions 200 -work 1m
package load
