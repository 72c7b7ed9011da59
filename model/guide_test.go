package model_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"atrium/model"
)

// guideFiles is a guide of four topics.
func guideFiles() fstest.MapFS {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	return fstest.MapFS{
		"billing.md": file("title: Billing accounts\narea: billing\nrules: BIL-01 BIL-03\nsee: tiers, missing\nwords: invoice, payer\n\nEvery space has one.\n\nIt pays.\n"),
		"tiers.md":   file("title: Tiers\narea: billing\nrules: BIL-04\nsee: billing\n\nA tier is billed to the billing account.\n"),
		"vpc.md":     file("title: VPC connections\narea: vpc\nwords: network\n\nPrivate subnets.\n"),
		"zebra.md":   file("title: Networks\narea: vpc\n\nAll about a network.\n"),
		"rules.txt":  file("BIL-01\tEvery space has one billing account.\nBIL-03\tAn account bills one space.\nnot a rule\n"),
		"notes.txt":  file("not a topic"),
	}
}

func TestGuide(t *testing.T) {
	guide, err := model.ReadGuide(guideFiles())
	if err != nil {
		t.Fatal(err)
	}
	t.Run("HLP-01 a topic has its title, area, rules, links and text", func(t *testing.T) {
		topic := guide.Topic("billing")
		mustEqual(t, "title", topic.Title, "Billing accounts")
		mustEqual(t, "area", topic.Area, "billing")
		mustEqual(t, "see", strings.Join(topic.See, "|"), "tiers|missing")
		mustEqual(t, "text", topic.Text, "Every space has one.\n\nIt pays.")
		rules := guide.RulesOf(topic)
		mustEqual(t, "rules", len(rules), 2)
		mustEqual(t, "rule", rules[0].ID+" "+rules[0].Text, "BIL-01 Every space has one billing account.")
		mustEqual(t, "an unknown rule", guide.Rule("XYZ-01"), "")
		if guide.Topic("rules") != nil || guide.Topic("notes") != nil || guide.Topic("") != nil {
			t.Error("what is no topic is found as one")
		}
		mustEqual(t, "topics", len(guide.Topics()), 4)
	})
	t.Run("HLP-01 a search finds the topics that hold every word, a hit in the title first, then words and rules, then text", func(t *testing.T) {
		for search, want := range map[string]string{
			"billing": "billing tiers", "BILLING": "billing tiers", "network": "zebra vpc", "invoice": "billing", "bil-04": "tiers", "bil-01": "billing",
			"billing pays": "billing", "tier billed": "tiers", "nothing": "", "billing nothing": "", "": "", "  ": "", "vpc": "vpc", "subnets": "vpc",
		} {
			var ids []string
			for _, topic := range guide.Search(search) {
				ids = append(ids, topic.ID)
			}
			mustEqual(t, "search "+search, strings.Join(ids, " "), want)
		}
	})
	t.Run("HLP-01 a faulty topic is told by its name", func(t *testing.T) {
		for fault, text := range map[string]string{"the title is missing": "area: x\n\ntext", "front matter": "title: x\ntext"} {
			files := guideFiles()
			files["broken.md"] = &fstest.MapFile{Data: []byte(text)}
			_, err := model.ReadGuide(files)
			if err == nil {
				t.Fatalf("%q was read", text)
			}
			mustHold(t, err.Error(), "broken.md", fault)
		}
		files := guideFiles()
		delete(files, "rules.txt")
		if _, err := model.ReadGuide(files); err == nil {
			t.Error("a guide without its rules was read")
		}
	})
	t.Run("HLP-01 a service has the guide that it was made with, or an empty one", func(t *testing.T) {
		w := newWorld(t)
		if topics := w.Service.Guide().Topics(); len(topics) != 0 || w.Service.Guide().Search("billing") == nil {
			t.Errorf("the empty guide: %v", topics)
		}
	})
}
