package iam

import (
	"slices"
	"strings"

	"atrium/model/jsonfile"
)

// operators are the condition operators of IAM, without what may stand before and behind them.
var operators = strings.Fields(`
	StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike
	NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals
	DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals
	Bool BinaryEquals IpAddress NotIpAddress ArnEquals ArnLike ArnNotEquals ArnNotLike Null`)

// readConditions reads the conditions of a statement in the order of the file.
func readConditions(v *jsonfile.Value) ([]Condition, error) {
	conditions, err := v.OptionalObject("Condition")
	if err != nil {
		return nil, err
	}
	var all []Condition
	for operator, tests := range conditions.Fields() {
		c, ok := parseOperator(operator)
		if !ok {
			return nil, tests.Fault("is not a condition operator of IAM", "")
		}
		if err := tests.Want(jsonfile.Object); err != nil {
			return nil, err
		}
		for key, values := range tests.Fields() {
			c.Key = key
			if c.Values, err = conditionValues(values); err != nil {
				return nil, err
			}
			all = append(all, c)
		}
	}
	return all, nil
}

// parseOperator takes an operator such as ForAnyValue:StringLikeIfExists apart.
func parseOperator(text string) (c Condition, ok bool) {
	if before, after, found := strings.Cut(text, ":"); found {
		if before != "ForAllValues" && before != "ForAnyValue" {
			return c, false
		}
		c.Qualifier, text = before, after
	}
	c.Operator, c.IfExists = strings.CutSuffix(text, "IfExists")
	if c.Operator == "Null" && (c.IfExists || c.Qualifier != "") {
		return c, false
	}
	return c, slices.Contains(operators, c.Operator)
}

// conditionValues reads one value or a list of some. Numbers, true and false may stand without quotes.
func conditionValues(v *jsonfile.Value) ([]string, error) {
	values := []*jsonfile.Value{v}
	if v.Kind() == jsonfile.List {
		values = v.List()
	}
	if len(values) == 0 {
		return nil, v.Fault("is an empty list", "")
	}
	all := make([]string, len(values))
	for i, value := range values {
		switch value.Kind() {
		case jsonfile.Text, jsonfile.Number, jsonfile.Bool:
			all[i] = value.Literal()
		default:
			return nil, value.Fault("is "+value.Kind().String()+" where a text is expected", "")
		}
	}
	return all, nil
}
