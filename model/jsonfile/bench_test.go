package jsonfile

import (
	"bytes"
	"fmt"
	"runtime"
	"testing"
)

// subnets is describe-subnets of n subnets, as the AWS command line prints it.
func subnets(n int) []byte {
	b := []byte("{\n    \"Subnets\": [")
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		b = fmt.Appendf(b, `
        {
            "AvailabilityZone": "us-west-2a",
            "AvailableIpAddressCount": %d,
            "CidrBlock": "10.0.%d.0/24",
            "DefaultForAz": false,
            "State": "available",
            "SubnetId": "subnet-%017x",
            "Tags": [
                {
                    "Key": "Name",
                    "Value": "private %[1]d"
                }
            ],
            "VpcId": "vpc-0123456789abcdef0"
        }`, i, i%256, i)
	}
	return append(b, "\n    ]\n}\n"...)
}

// BenchmarkRead reports, beside the speed, what the tree holds for each byte of the file.
func BenchmarkRead(b *testing.B) {
	text := subnets(50_000)
	b.SetBytes(int64(len(text)))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for b.Loop() {
		documents, err := Read(bytes.NewReader(text), "f", 0)
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(len(text)), "held/byte")
		runtime.KeepAlive(documents)
		b.StartTimer()
	}
}
