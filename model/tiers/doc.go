// Package tiers knows what the billing tiers include and cost: a table that is data, read from a file in
// which every number says where it comes from (BIL-07), and the arithmetic over it.
package tiers
