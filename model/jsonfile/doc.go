// Package jsonfile reads JSON that comes from outside, such as what the AWS command line prints, into a
// tree that knows where everything stands in the file.
//
// It differs from encoding/json in being strict where a document could otherwise be misread: no key is
// given twice in an object, all text is valid Unicode without NUL characters, nothing nests deeper than
// 64, and nothing but white space stands behind the last document. A file is read to its end or refused
// with one sentence that names the file, the line and the path of the field, and says of the usual
// slips of published samples (single quotes, a comma too many, comments) what they are.
//
// Paths are written as jq and the --query option write them, with lists counted from 0:
// Subnets[0].Tags[2].Key.
package jsonfile
