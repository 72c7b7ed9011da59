package model

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
)

// Act is one command being carried out, or rehearsed, in one transaction.
type Act struct {
	Writer
	Context context.Context
	// Now is the moment of program time at which it happens.
	Now Instant
	// Rehearsal tells that everything will be thrown away: words to be typed are not asked for.
	Rehearsal bool

	service *Service
	session Session
	entry   *Entry
	space   *Space
	member  *Member
	system  *systemRecord
	effects []Effect
	result  any
	written int      // activity entries written
	emptied bool     // every member was taken out of the space, the acting person among them
	staged  any      // what the command staged before the transaction, if it did
	touched []string // spaces, folded, whose work depends on something that changed; see touches
	// after is done once the change is durable; nothing in it can be refused any more.
	after func(context.Context) error
}

// carryOut runs a command from beginning to end inside the transaction.
func (act *Act) carryOut(cmd Command, receipt *Receipt) error {
	if err := act.begin(); err != nil {
		return err
	}
	found, err := authorise(asker{r: act, session: act.session, entry: act.entry, subject: cmd})
	if err != nil {
		return err
	}
	if err := missingField(cmd); err != nil {
		return err
	}
	act.space, act.member = found.space, found.member
	if err := act.meanwhile(cmd); err != nil {
		return err
	}
	if err := cmd.apply(act); err != nil {
		return err
	}
	if err := act.staysAdministrator(); err != nil {
		return err
	}
	if err := act.reschedule(); err != nil {
		return err
	}
	*receipt = Receipt{At: act.Now, Result: act.result, Plan: Plan{Effects: act.effects}}
	if act.Rehearsal {
		return errRehearsed
	}
	return act.end()
}

// begin reads the program's own record and sets the time.
func (act *Act) begin() error {
	record, err := readSystem(act)
	if err != nil {
		return err
	}
	act.system = record
	if act.Now == 0 {
		act.Now = max(act.service.Now(), record.Program)
	}
	return nil
}

// end writes the program's own record: time never runs backwards from here, also not when what was done
// had been due at an earlier moment.
func (act *Act) end() error {
	act.system.Program = max(act.system.Program, act.Now, act.service.Now())
	act.system.Wall = At(act.service.clock.wall())
	return systemTable.Put(act, act.system)
}

// inOrder is a command that checks its own fields, in the order in which they are asked for.
type inOrder interface{ checksInOrder() }

// missingField refuses a command or question whose required text is empty.
func missingField(value any) error {
	if _, own := value.(inOrder); own {
		return nil
	}
	for _, field := range FieldsOf(value) {
		if !field.Required || field.Secret {
			continue
		}
		if field.empty(value) {
			return refuse(requiredRule(value), field.Name, "%s is missing.", field.Label).fix("Give it (--%s on the command line).", field.Name)
		}
	}
	return nil
}

// requiredRule is the rule that asks for a command's fields, where the command names one.
func requiredRule(value any) string {
	if r, ok := value.(interface{ fieldsRule() string }); ok {
		return r.fieldsRule()
	}
	return ""
}

// confirmed refuses unless the person typed word; a rehearsal asks for nothing.
func (act *Act) confirmed(rule, word, typed string) error {
	if act.Rehearsal || typed == word {
		return nil
	}
	if typed == "" {
		return refuse(rule, "confirm", "This must be confirmed by typing the word %s.", word).fix("Type %s (--confirm %s on the command line).", word, word)
	}
	return refuse(rule, "confirm", "You typed %q, and the word is %s; nothing was changed.", typed, word).fix("Type %s exactly.", word)
}

// confirmedName refuses unless the person typed the name of what is taken away: as it is, or as the command was given
// it, in whichever case that was.
func (act *Act) confirmedName(rule, name, given, typed string) error {
	if typed != "" && typed == given {
		typed = name
	}
	return act.confirmed(rule, name, typed)
}

// next draws the next number of a named sequence of the store.
func (act *Act) next(sequence string) uint64 {
	if act.system.Sequences == nil {
		act.system.Sequences = map[string]uint64{}
	}
	act.system.Sequences[sequence]++
	return act.system.Sequences[sequence]
}

// random draws 32 bytes from the store's seed; a store with the same seed and the same changes draws the same.
func (act *Act) random(purpose string) [32]byte {
	return draw(act.system.Seed, purpose, act.next("random"))
}

// draw makes 32 bytes of a seed, a purpose and a number.
func draw(seed uint64, purpose string, n uint64) [32]byte {
	b := binary.BigEndian.AppendUint64(nil, seed)
	b = binary.BigEndian.AppendUint64(b, n)
	return sha256.Sum256(append(b, purpose...))
}

// uuid draws an id in the form that the service API gives to spaces and connections (facts.md 3.3).
func (act *Act) uuid(purpose string) string {
	r := act.random(purpose)
	r[6] = r[6]&0x0f | 0x40
	r[8] = r[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", r[0:4], r[4:6], r[6:8], r[8:10], r[10:16])
}

// digits draws a decimal code.
func (act *Act) digits(purpose string, n int) string {
	r := act.random(purpose)
	var b strings.Builder
	for i := range n {
		b.WriteByte('0' + r[i]%10)
	}
	return b.String()
}

// hex draws lower-case hexadecimal digits.
func (act *Act) hex(purpose string, n int) string {
	return fmt.Sprintf("%x", act.random(purpose))[:n]
}

// actor names who acts, for activity: the alias, the AWS account, or the program.
func (act *Act) actor() Actor {
	switch {
	case act.session.system:
		return Actor{Kind: ActorProgram, Name: programName(act.entry.Area())}
	case act.entry.May.AWSSide() && act.session.AWS != nil:
		return Actor{Kind: ActorAccount, Name: string(act.session.AWS.Account), Person: act.session.Person}
	case act.session.Person != "":
		return Actor{Kind: ActorPerson, Name: act.personName(), Person: act.session.Person}
	default:
		return Actor{Kind: ActorNobody, Name: "someone signing up"}
	}
}

// programName is what the program goes by in an area: there Amazon Q acts, elsewhere the area's own machinery.
func programName(area string) string {
	if area == "genai" {
		return "Amazon Q"
	}
	return area
}

func (act *Act) personName() string {
	if p, found, err := findPerson(act, act.session.Person); err == nil && found {
		return p.Alias
	}
	return string(act.session.Person)
}
