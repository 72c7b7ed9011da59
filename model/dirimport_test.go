package model_test

import (
	"fmt"
	"strings"
	"testing"

	"atrium/model"
	"atrium/model/modeltest"
)

const (
	awsUsers = `{"Users":[
 {"UserName":"ana","UserId":"9067-ana","DisplayName":"Ana Carolina","Emails":[{"Value":"ana@corp.example","Primary":true}]},
 {"UserName":"bo","UserId":"9067-bo","Name":{"GivenName":"Bo","FamilyName":"Li"}},
 {"UserName":"cy","UserId":"9067-cy","DisplayName":"Cy","UserStatus":"DISABLED"}]}`
	awsGroups      = `{"Groups":[{"GroupId":"9067-devs","DisplayName":"devs","Description":"developers"},{"GroupId":"9067-ops","DisplayName":"ops"}]}`
	awsMemberships = `{"GroupMemberships":[{"MembershipId":"m1","GroupId":"9067-devs","MemberId":{"UserId":"9067-ana"}}]}
{"GroupMemberships":[{"MembershipId":"m2","GroupId":"9067-ops","MemberId":{"UserId":"9067-bo"}}]}`
	scimUsers  = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":2,"Resources":[{"id":"s1","userName":"ana"},{"id":"s2","userName":"zed"}]}`
	scimGroups = `{"Resources":[{"id":"g1","displayName":"outer","members":[{"value":"g2","type":"Group"}]},{"id":"g2","displayName":"inner","members":[{"value":"s1"},{"value":"g1","type":"Group"}]}]}`
	csvUsers   = "\xef\xbb\xbflogin,mail,name,teams,password\r\nana,ana@corp.example,Ana,devs;ops,hunter2\r\nbo,,Bo,devs,hunter3\r\n"
)

// directory is a world with an empty identity store.
type directory struct {
	*modeltest.World
	aws   model.Session
	store string
	files map[string]string
}

func newDirectory(t testing.TB) *directory {
	t.Helper()
	w := newWorld(t)
	return &directory{World: w, aws: modeltest.AWS(corpAccount), store: w.Directory(corpAccount, nil), files: map[string]string{
		"users.json": awsUsers, "groups.json": awsGroups, "memberships.json": awsMemberships,
		"scim-users.json": scimUsers, "scim-groups.json": scimGroups, "users.csv": csvUsers,
	}}
}

func (d *directory) command(c model.ImportDirectory) *model.ImportDirectory {
	c.Store, c.Open = d.store, modeltest.Files(d.files)
	return &c
}

func (d *directory) fromAWS() *model.ImportDirectory {
	return d.command(model.ImportDirectory{Users: []string{"users.json"}, Groups: []string{"groups.json"}, Memberships: []string{"memberships.json"}})
}

func (d *directory) users() map[string]model.DirectoryUserView {
	d.T.Helper()
	users := map[string]model.DirectoryUserView{}
	for _, u := range modeltest.Ask[model.Page[model.DirectoryUserView]](d.World, d.aws, &model.ListUsers{Store: d.store}).Items {
		users[u.UserName] = u
	}
	return users
}

func TestImport(t *testing.T) {
	t.Run("FED-25 what the AWS command line prints comes in whole, pages one after another", func(t *testing.T) {
		d := newDirectory(t)
		result := d.Do(d.aws, d.fromAWS()).Result.(model.Imported)
		if result.Users != 3 || result.Groups != 2 || result.Memberships != 2 || result.WithoutEmail != 2 || result.Inactive != 1 {
			t.Fatalf("the import says %+v", result)
		}
		users := d.users()
		if ana := users["ana"]; ana.Email != "ana@corp.example" || strings.Join(ana.GroupNames, " ") != "devs" {
			t.Fatalf("ana is %+v", ana)
		}
		if bo := users["bo"]; bo.Email != "" || bo.ID != "9067-bo" {
			t.Fatalf("bo is %+v: nothing may be invented for a user without email", bo)
		}
	})

	t.Run("FED-25 SCIM list responses come in, with nested and circular groups", func(t *testing.T) {
		d := newDirectory(t)
		d.Do(d.aws, d.command(model.ImportDirectory{SCIM: []string{"scim-users.json", "scim-groups.json"}}))
		if ana := d.users()["ana"]; len(ana.GroupNames) != 2 {
			t.Fatalf("ana is in %v, not in the inner and the outer group", ana.GroupNames)
		}
	})

	t.Run("FED-25 CSV comes in by named columns, and its passwords are nowhere in the store", func(t *testing.T) {
		d := newDirectory(t)
		d.Do(d.aws, d.command(model.ImportDirectory{CSV: []string{"users.csv"}, Map: []string{"userName=login", "email=mail", "displayName=name", "groups=teams"}}))
		if ana := d.users()["ana"]; ana.DisplayName != "Ana" || len(ana.GroupNames) != 2 {
			t.Fatalf("ana is %+v", ana)
		}
		if dump := d.Dump(); strings.Contains(dump, "hunter") {
			t.Fatal("a password of the file is in the store")
		}
	})

	t.Run("FED-25 the same files again change nothing", func(t *testing.T) {
		d := newDirectory(t)
		d.Do(d.aws, d.fromAWS())
		result := d.Do(d.aws, d.fromAWS()).Result.(model.Imported)
		if result.UsersAdded+result.UsersChanged+result.UsersRemoved+result.GroupsAdded+result.MembersAdded != 0 {
			t.Fatalf("the second import says %+v", result)
		}
	})

	t.Run("FED-25 files bring what is there up to date and remove it only when they are to replace it", func(t *testing.T) {
		d := newDirectory(t)
		d.Do(d.aws, d.fromAWS())
		d.files["users.json"] = `{"Users":[{"UserName":"anna","UserId":"9067-ana","DisplayName":"Anna"}]}`
		only := d.command(model.ImportDirectory{Users: []string{"users.json"}})
		d.Do(d.aws, only)
		users := d.users()
		if anna := users["anna"]; len(users) != 3 || anna.DisplayName != "Anna" || strings.Join(anna.GroupNames, " ") != "devs" {
			t.Fatalf("a renamed user left %+v", users)
		}
		only.Replace = true
		plan := d.Plan(d.aws, only)
		if !plan.Takes() || len(d.users()) != 3 {
			t.Fatalf("the rehearsal of a replacement took %v and left %d users", plan.Takes(), len(d.users()))
		}
		d.Do(d.aws, only)
		if users := d.users(); len(users) != 1 {
			t.Fatalf("a replacement left %v", users)
		}
	})

	t.Run("FED-25 memberships refer to users who are in the directory already", func(t *testing.T) {
		d := newDirectory(t)
		d.Do(d.aws, d.command(model.ImportDirectory{Users: []string{"users.json"}}))
		d.Do(d.aws, d.command(model.ImportDirectory{Groups: []string{"groups.json"}, Memberships: []string{"memberships.json"}}))
		if ana := d.users()["ana"]; strings.Join(ana.GroupNames, " ") != "devs" {
			t.Fatalf("ana is in %v", ana.GroupNames)
		}
	})
}

func TestImportRefusesFaultyFiles(t *testing.T) {
	tests := []struct {
		name, file, text string
		says             []string
	}{
		{"a truncated file", "users.json", awsUsers[:200], []string{"users.json, line 3"}},
		{"a wrong type", "users.json", `{"Users":[{"UserName":17}]}`, []string{"user 1", "UserName"}},
		{"a user name that occurs twice", "users.json", `{"Users":[{"UserName":"ana","UserId":"1"},{"UserName":"ANA","UserId":"2"}]}`, []string{"user 2", "ANA"}},
		{"an email that occurs twice", "users.json", `{"Users":[{"UserName":"a","UserId":"1","Emails":[{"Value":"x@y.example"}]},{"UserName":"b","UserId":"2","Emails":[{"Value":"X@y.example"}]}]}`, []string{"user 2"}},
		{"an escape sequence in a user name", "users.json", "{\"Users\":[{\"UserName\":\"a\\u001b[31m\",\"UserId\":\"1\"}]}", []string{"user 1", "UserName"}},
		{"a NUL in a user name", "users.json", "{\"Users\":[{\"UserName\":\"a\\u0000\",\"UserId\":\"1\"}]}", []string{"UserName"}},
		{"a file of another kind", "users.json", awsGroups, []string{"groups"}},
		{"what is not UTF-8", "users.json", "{\"Users\":[{\"UserName\":\"\xff\xfe\xfd\"}]}", []string{"users.json"}},
		{"a key that occurs twice", "users.json", `{"Users":[{"UserName":"a","UserName":"b"}]}`, []string{"UserName"}},
		{"endless nesting", "users.json", `{"Users":` + strings.Repeat("[", 100000), []string{"users.json"}},
		{"a membership of an unknown user", "memberships.json", `{"GroupMemberships":[{"GroupId":"9067-devs","MemberId":{"UserId":"nobody"}}]}`, []string{"memberships.json", "nobody"}},
		{"a membership of an unknown group", "memberships.json", `{"GroupMemberships":[{"GroupId":"nogroup","MemberId":{"UserId":"9067-ana"}}]}`, []string{"nogroup"}},
	}
	for _, test := range tests {
		t.Run("FED-25 "+test.name+" is refused with its place, and nothing is applied", func(t *testing.T) {
			d := newDirectory(t)
			d.files[test.file] = test.text
			before := d.Dump()
			refusal := d.Refuse("FED-25", d.aws, d.fromAWS())
			for _, part := range test.says {
				if !strings.Contains(refusal.Message, part) {
					t.Errorf("the refusal does not say %q: %s", part, refusal.Message)
				}
			}
			if strings.ContainsAny(refusal.Message, "\x00\x1b\n") {
				t.Errorf("the refusal holds control characters: %q", refusal.Message)
			}
			if after := d.Dump(); after != before {
				t.Error("the refused import changed the store")
			}
		})
	}

	t.Run("FED-25 an email that someone in the directory has already is refused, naming both", func(t *testing.T) {
		d := newDirectory(t)
		d.Do(d.aws, d.fromAWS())
		d.files["users.json"] = `{"Users":[{"UserName":"other","UserId":"9067-o","Emails":[{"Value":"ANA@corp.example"}]}]}`
		refusal := d.Refuse("FED-25", d.aws, d.command(model.ImportDirectory{Users: []string{"users.json"}}))
		if !strings.Contains(refusal.Message, "ana") || !strings.Contains(refusal.Message, "other") {
			t.Fatalf("the refusal names not both: %s", refusal.Message)
		}
	})

	t.Run("FED-25 dangling memberships are left out on request, and counted", func(t *testing.T) {
		d := newDirectory(t)
		d.files["memberships.json"] = `{"GroupMemberships":[{"GroupId":"9067-devs","MemberId":{"UserId":"nobody"}},{"GroupId":"9067-devs","MemberId":{"UserId":"9067-ana"}}]}`
		c := d.fromAWS()
		c.SkipDangling = true
		result := d.Do(d.aws, c).Result.(model.Imported)
		if result.Memberships != 1 || !strings.Contains(strings.Join(result.Notes, " "), "1 membership of an unknown") {
			t.Fatalf("the import says %+v", result)
		}
	})

	t.Run("FED-25 Resources null is an empty directory", func(t *testing.T) {
		d := newDirectory(t)
		d.files["scim-users.json"] = `{"Resources":null}`
		result := d.Do(d.aws, d.command(model.ImportDirectory{SCIM: []string{"scim-users.json"}})).Result.(model.Imported)
		if result.Users != 0 {
			t.Fatalf("the import says %+v", result)
		}
	})

	t.Run("FED-25 only the account of the directory imports", func(t *testing.T) {
		d := newDirectory(t)
		d.Refuse("ACC-12", modeltest.AWS("111122223333"), d.fromAWS())
	})
}

func TestImportAndSync(t *testing.T) {
	t.Run("FED-16 a large import is awaited as one, and leaves the space with exactly the people of the connected groups", func(t *testing.T) {
		c := newCorp(t, map[string][]string{"devs": {"ana", "bo"}}, []string{"devs"}, "ana")
		c.settle()
		groups := modeltest.Ask[[]model.DirectoryGroup](c.World, c.aws, &model.ListGroups{Store: c.store})
		var users, memberships strings.Builder
		users.WriteString(`{"Users":[{"UserName":"ana","UserId":"u-ana","DisplayName":"Ana"}`)
		fmt.Fprintf(&memberships, `{"GroupMemberships":[{"GroupId":%q,"MemberId":{"UserId":"u-ana"}}`, groups[0].ID)
		for i := range 3000 {
			fmt.Fprintf(&users, `,{"UserName":"new%04d","UserId":"u-%d"}`, i, i)
			fmt.Fprintf(&memberships, `,{"GroupId":%q,"MemberId":{"UserId":"u-%d"}}`, groups[0].ID, i)
		}
		files := map[string]string{"u": users.String() + "]}", "m": memberships.String() + "]}",
			"g": fmt.Sprintf(`{"Groups":[{"GroupId":%q,"DisplayName":"devs"}]}`, groups[0].ID)}
		c.Do(c.aws, &model.ImportDirectory{Store: c.store, Users: []string{"u"}, Groups: []string{"g"}, Memberships: []string{"m"}, Replace: true, Open: modeltest.Files(files)})
		if p := c.pending(); len(p) != 1 || p[0].Kind != model.SyncDirectory {
			t.Fatalf("there waits %+v", p)
		}
		expectHandles(t, c.members(), "ana", "bo")
		c.settle()
		if list := c.members(); len(list) != 3001 || list[0] != "ana" || list[1] != "new0000" {
			t.Fatalf("the space has %d members, beginning with %v", len(list), list[:2])
		}
	})
}

// spread writes the files of n users in the group devs, every step-th of them under another display name.
func spread(n, step int, name, group string) map[string]string {
	var users, memberships strings.Builder
	users.WriteString(`{"Users":[{"UserName":"ana","UserId":"u-ana","DisplayName":"Ana"}`)
	fmt.Fprintf(&memberships, `{"GroupMemberships":[{"GroupId":%q,"MemberId":{"UserId":"u-ana"}}`, group)
	for i := range n {
		shown := "Plain"
		if step > 0 && i%step == 0 {
			shown = name
		}
		fmt.Fprintf(&users, `,{"UserName":"new%06d","UserId":"u-%d","DisplayName":%q}`, i, i, shown)
		fmt.Fprintf(&memberships, `,{"GroupId":%q,"MemberId":{"UserId":"u-%d"}}`, group, i)
	}
	return map[string]string{"u": users.String() + "]}", "m": memberships.String() + "]}",
		"g": fmt.Sprintf(`{"Groups":[{"GroupId":%q,"DisplayName":"devs"}]}`, group)}
}

func TestSyncOfManyPeopleFarApart(t *testing.T) {
	const n = 30_000
	c := newCorp(t, map[string][]string{"devs": {"ana"}}, []string{"devs"}, "ana")
	c.settle()
	group := modeltest.Ask[[]model.DirectoryGroup](c.World, c.aws, &model.ListGroups{Store: c.store})[0].ID
	bring := func(step int, name string) {
		t.Helper()
		c.Do(c.aws, &model.ImportDirectory{Store: c.store, Users: []string{"u"}, Groups: []string{"g"}, Memberships: []string{"m"},
			Open: modeltest.Files(spread(n, step, name, group))})
		c.settle()
	}
	named := func(name string) int {
		t.Helper()
		page := modeltest.Ask[model.Page[model.MemberView]](c.World, c.user("ana"), &model.ListMembers{Space: "corp-space", Filter: name, Limit: 1})
		return page.Total
	}
	bring(0, "")

	t.Run("FED-16 changes of people far apart in a large space all come, in as many transactions as it takes", func(t *testing.T) {
		bring(40, "Alone")
		if got := named("Alone"); got != n/40 {
			t.Fatalf("%d of %d people came changed", got, n/40)
		}
	})

	t.Run("FED-16 so do those of a bulk change", func(t *testing.T) {
		bring(20, "Bulk")
		if got := named("Bulk"); got != n/20 {
			t.Fatalf("%d of %d people came changed", got, n/20)
		}
	})
}
