// Package quotas holds the table of how much of the generative AI features each subscription to Amazon Q Developer
// lets a person use in a calendar month (GEN-08), and reads and writes it.
package quotas
