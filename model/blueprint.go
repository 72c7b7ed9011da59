package model

import "slices"

// Blueprint is what a project is created from.
type Blueprint string

// emptyBlueprint is for a project that begins with nothing.
const emptyBlueprint Blueprint = "empty"

// BlueprintView is a blueprint as it is offered.
type BlueprintView struct {
	Blueprint   Blueprint `json:"blueprint"`
	Title       string    `json:"title"`
	Description string    `json:"description"`
	// Workflows are the workflows that a project made from it comes with, by name.
	Workflows []string `json:"workflows"`
	// Assumption tells that the guide does not name it: it is the program's own.
	Assumption bool `json:"assumption"`
}

// Blueprints lists what a project can be created from. The guide names the first; the others, and the names of
// all workflows, are the program's own.
func Blueprints() []BlueprintView {
	return []BlueprintView{
		{"three-tier", "Modern three-tier web application", "A web front, a service and a data store, built and deployed apart.", []string{"build-and-deploy", "integration-tests"}, false},
		{"static-website", "Static website", "Pages that are built from sources and published.", []string{"publish"}, true},
		{"serverless-api", "Serverless API", "Functions behind an HTTP interface.", []string{"build-and-deploy", "unit-tests"}, true},
		{"data-pipeline", "Data pipeline", "Jobs that bring data in, clean it and put it where it is used.", []string{"nightly-load", "checks"}, true},
		{"library", "Library", "A package that other projects use, tested and published.", []string{"test", "publish"}, true},
		{emptyBlueprint, "Start from scratch", "Nothing is made; workflows are written by hand.", []string{"build"}, true},
	}
}

func (Blueprint) choices() []string {
	var list []string
	for _, b := range Blueprints() {
		list = append(list, string(b.Blueprint))
	}
	return list
}

// view finds the blueprint in the list; what is not in it stands for a project that began with nothing.
func (b Blueprint) view() BlueprintView {
	list := Blueprints()
	if at := slices.IndexFunc(list, func(v BlueprintView) bool { return v.Blueprint == b }); at >= 0 {
		return list[at]
	}
	return list[len(list)-1]
}

// blueprint is what the project was created from.
func (p *Project) blueprint() BlueprintView { return p.Blueprint.view() }

// check keeps that a project is made from a blueprint of the list.
func (b Blueprint) check() error {
	if slices.Contains(b.choices(), string(b)) {
		return nil
	}
	return refuse("PRJ-01", "blueprint", "%q is not a blueprint.", clip(string(b))).fix("Choose one of the list (project blueprints).")
}

// ListBlueprints asks for what a project can be created from.
type ListBlueprints struct{}

func (q *ListBlueprints) answer(*Ask) (any, error) { return Blueprints(), nil }
