package desktop

import "testing"

func TestPortalPathsAreUnescaped(t *testing.T) {
	got := paths([]string{"file:///logs/a%20b.log", "/plain", "https://x/y"})
	if len(got) != 2 || got[0] != "/logs/a b.log" || got[1] != "/plain" {
		t.Errorf("%v", got)
	}
	f := portalFilters(logFilters(nil))
	if len(f) != 2 || f[1].Rules[0].Pattern != "*" {
		t.Errorf("%+v", f)
	}
}
