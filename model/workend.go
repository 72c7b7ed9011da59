package model

import "atrium/model/tiers"

// planWorkEnds counts what a space's deletion stops of its work (SPC-10).
func planWorkEnds(act *Act, space *Space) error {
	var running []string
	place, err := workplaceOf(act, space)
	if err != nil {
		return err
	}
	err = eachInProgress(act, space, func(run *WorkflowRun) error { running = append(running, run.described()); return nil },
		func(*DevEnvironment) error { return nil })
	if err != nil {
		return err
	}
	if len(running) == 0 && place.Environments == 0 {
		act.plan(EffectEnds, "running workflows and Dev Environments stop: none is running")
		return nil
	}
	act.planCounted(EffectEnds, len(running), count(len(running), "workflow run stops", "workflow runs stop"), running...)
	list, err := devEnvironments.Under(act, K(space.ID))
	if err != nil {
		return err
	}
	names, held := make([]string, len(list)), int64(0)
	for i, d := range list {
		names[i] = d.described() + ", " + string(d.state(act.Now))
		held += d.storage()
	}
	act.planCounted(EffectRemoves, len(list), count(len(list), "Dev Environment stops and goes", "Dev Environments stop and go")+
		", with "+amountOf(tiers.DevEnvironmentStorage, held), names...)
	return nil
}

// closeWork counts what the work of a space that is deleted used, and ends it. What is left of it is swept later.
func closeWork(act *Act, space *Space) error {
	place, found, err := workplaces.Get(act, K(space.ID))
	if err != nil || !found {
		return err
	}
	if err := countWork(act, space, act.Now); err != nil {
		return err
	}
	if err := place.unschedule(act); err != nil {
		return err
	}
	if err := workplaces.Delete(act, place); err != nil {
		return err
	}
	return putGarbage(act, K(space.ID), runs.name, devEnvironments.name)
}

// disownAll leaves every Dev Environment of a space without an owner, where all members lose access.
func disownAll(act *Act, space *Space) error {
	list, err := devEnvironments.Under(act, K(space.ID))
	if err != nil {
		return err
	}
	var names []string
	for _, d := range list {
		if d.Owner == "" {
			continue
		}
		names = append(names, d.described())
		if err := d.disown(act, space); err != nil {
			return err
		}
	}
	act.planDisowned(names)
	return planRunsGoOn(act, space, func(*WorkflowRun) bool { return true }, "since work belongs to its project")
}

// planDisowned says which Dev Environments lose their owner.
func (act *Act) planDisowned(names []string) {
	act.planCounted(EffectEnds, len(names), count(len(names), "Dev Environment stops and has no owner any more; a Space administrator or Power user can delete it",
		"Dev Environments stop and have no owner any more; a Space administrator or Power user can delete them"), names...)
}

// planHalted names the work in progress that halts at the maximum of a resource.
func planHalted(act *Act, space *Space, resource tiers.Resource) error {
	var names []string
	err := eachInProgress(act, space, func(run *WorkflowRun) error {
		if run.Time.Resource == resource {
			names = append(names, run.described())
		}
		return nil
	}, func(d *DevEnvironment) error {
		if d.Time.Resource == resource {
			names = append(names, d.described())
		}
		return nil
	})
	act.planCounted(EffectEnds, len(names), count(len(names), "of what is in progress halts", "of what is in progress halt"), names...)
	return err
}

// planRunsGoOn says which runs in progress a change does not end, and why.
func planRunsGoOn(act *Act, space *Space, concerned func(*WorkflowRun) bool, why string) error {
	var names []string
	err := eachInProgress(act, space, func(run *WorkflowRun) error {
		if concerned(run) {
			names = append(names, run.described())
		}
		return nil
	}, func(*DevEnvironment) error { return nil })
	act.planCounted(EffectNote, len(names), count(len(names), "workflow run in progress goes on", "workflow runs in progress go on")+", "+why, names...)
	return err
}
