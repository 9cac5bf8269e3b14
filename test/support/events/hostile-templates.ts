const TEN = '{% assign list = "1,2,3,4,5,6,7,8,9,10" | split: "," %}'

function nested(open: string, close: string, depth: number, inside = ''): string {
  return open.repeat(depth) + inside + close.repeat(depth)
}

/** Templates that take more than a template may, each by another way; none of them is longer than a template may be. */
export const HOSTILE_TEMPLATES: readonly (readonly [string, string])[] = [
  ['loops within loops', `${TEN}${nested('{% for one in list %}', '{% endfor %}', 14)}1`],
  ['loops over short ranges', `${nested('{% for one in (1..9) %}', '{% endfor %}', 30)}1`],
  ['a loop over a long range', '{% for one in (1..100000000) %}{% endfor %}1'],
  ['a long range in a condition', '{% if (1..100000000) contains 5 %}{% endif %}1'],
  [
    'long ranges in conditions in a loop',
    `${TEN}${nested('{% for one in list %}', '{% endfor %}', 9, '{% if list contains "x" %}{% endif %}')}1`,
  ],
  ['a range beyond the whole numbers', '{% for one in (1..9007199254740993) %}{% endfor %}1'],
  [
    'filters of filters',
    `${TEN}${nested('{% for one in list %}', '{% endfor %}', 9, '{% assign x = one | append: one | split: "" | reverse | join: "," | upcase %}')}1`,
  ],
  ['a list that is sorted', '{% assign list = (1..1900000) | sort %}1'],
  ['text that doubles', `{% assign a = "xxxxxxxxxx" %}${'{% assign a = a | append: a %}'.repeat(40)}1`],
  [
    'a text that captures itself',
    `${TEN}{% capture a %}x{% endcapture %}${nested('{% for one in list %}', '{% endfor %}', 9, '{% capture a %}{{ a }}{{ a }}{% endcapture %}')}1`,
  ],
  [
    'a captured text without end',
    `${TEN}{% capture a %}${nested('{% for one in list %}', '{% endfor %}', 12, 'x'.repeat(1000))}{% endcapture %}{{ a | upcase }}`,
  ],
  ['a long output', `"${TEN}${nested('{% for one in list %}', '{% endfor %}', 5, 'x'.repeat(100))}"`],
  ['conditions nested deep', `${nested('{%if type%}', '{%endif%}', 3000)}1`],
  [
    'a regular expression that goes back and back',
    `{% assign a = "${'<script'.repeat(8000)}" %}${'{% assign b = a | strip_html %}'.repeat(100)}1`,
  ],
  ['a date as wide as a page', '{{ "now" | date: "%99999999d" | json }}'],
]
