// Package vpcmap draws a VPC in text: its Availability Zones as columns with the subnets in them, where the route
// tables lead, and a mark beside everything that decides where the check fails (VPC-10).
//
// A drawing depends on nothing but the network, its report and how wide it may be. It says nothing by colour, and
// as ASCII it holds no other character. It may be longer than a screen, so whoever shows it lets it be scrolled.
package vpcmap
