/*
 * style.c -- colours, dashes and text sizes of all figures.  Layer: figure.
 *
 * The six group colours are those of Okabe and Ito (Color Universal Design,
 * 2008), darkened until text in them has a contrast of at least 4.5 to 1 on
 * white.  Each has its own dash and marker, so that a grey print and any eye
 * can tell the groups apart.  Grades go from light to dark in one hue, so that
 * their order survives without colour.
 */
#include "figure/style.h"

// clang-format off
const char *const pcarti_style[] = {
    ".pc{font-family:Helvetica,Arial,'DejaVu Sans',sans-serif;font-size:11px;"
    "max-width:100%;height:auto}\n",
    ".pc [tabindex]:focus{outline:2px solid #00588f;outline-offset:1px}\n",
    ".pc text{fill:#1a1a1a}\n",
    ".pc .pc-paper{fill:#fff}\n",
    ".pc .pc-title{font-size:15px;font-weight:bold}\n",
    ".pc .pc-head{font-size:12px;font-weight:bold}\n",
    ".pc .pc-bold{font-weight:bold}\n",
    ".pc .pc-small{font-size:10px}\n",
    ".pc .pc-grey{fill:#4a4a4a}\n",
    ".pc .pc-m{text-anchor:middle}\n",
    ".pc .pc-r{text-anchor:end}\n",
    ".pc .pc-halo{paint-order:stroke;stroke:#fff;stroke-width:3px;"
    "stroke-linejoin:round}\n",
    ".pc .pc-light{fill:#fff}\n",
    ".pc .pc-axis{stroke:#333;stroke-width:1;fill:none}\n",
    ".pc .pc-minor{stroke:#777;stroke-width:.7}\n",
    ".pc .pc-grid{stroke:#e2e2e2;stroke-width:1}\n",
    ".pc .pc-break{stroke:#8895a1;stroke-width:.8;stroke-dasharray:1 4}\n",
    ".pc .pc-band{stroke:#8a6a50;stroke-width:1;stroke-dasharray:4 3}\n",
    ".pc .pc-frame{stroke:#999;stroke-width:.8;fill:none}\n",
    ".pc .pc-rule{stroke:#bbb;stroke-width:.8}\n",
    ".pc .pc-floor{fill:#e4e4e4}\n",
    ".pc .pc-z0{fill:#f5d3bf}\n.pc .pc-z1{fill:#f9e2d3}\n",
    ".pc .pc-z2{fill:#fcefe6}\n.pc .pc-z3{fill:#fef8f3}\n",
    ".pc .pc-window{fill:#dbe6ee;fill-opacity:.55}\n",
    ".pc .pc-phase0{fill:#eef1f4;stroke:#8895a1;stroke-width:.8}\n",
    ".pc .pc-phase1{fill:#d9e0e7;stroke:#8895a1;stroke-width:.8}\n",
    ".pc .pc-count{fill:none;stroke:#12466e;stroke-width:1.4}\n",
    ".pc .pc-gap{fill:none;stroke:#12466e;stroke-width:1;"
    "stroke-dasharray:1.5 3}\n",
    ".pc .pc-dot{fill:#12466e;stroke:#12466e;stroke-width:1}\n",
    ".pc .pc-hollow{fill:#fff;stroke:#12466e;stroke-width:1.1}\n",
    ".pc .pc-ring{fill:none;stroke:#00704f;stroke-width:1.2}\n",
    ".pc .pc-decisive{fill:none;stroke:#8c2d04;stroke-width:2}\n",
    ".pc .pc-run{fill:#fff;stroke:#8c2d04;stroke-width:1.2}\n",
    ".pc .pc-run1{fill:#8c2d04;stroke:#8c2d04;stroke-width:1.2}\n",
    ".pc .pc-run-shade{fill:#8c2d04;fill-opacity:.1}\n",
    ".pc .pc-transfusion{fill:#9c1c2c}\n",
    ".pc .pc-zero{stroke:#000;stroke-width:1.6}\n",
    ".pc .pc-mark{stroke:#444;stroke-width:1;stroke-dasharray:5 3}\n",
    ".pc .pc-end{stroke:#000;stroke-width:1.4}\n",
    ".pc .pc-sign{fill:#222;stroke:#222;stroke-width:1}\n",
    ".pc .pc-sign-open{fill:#fff;stroke:#222;stroke-width:1.3}\n",
    ".pc .pc-sign-line{fill:none;stroke:#222;stroke-width:1.6}\n",
    ".pc .pc-open-end{fill:none;stroke:#222;stroke-width:1.2;"
    "stroke-dasharray:2 2}\n",
    ".pc .pc-box{fill:#f6f8fa;stroke:#444;stroke-width:1}\n",
    ".pc .pc-cell{fill:#fff;stroke:#999;stroke-width:.8}\n",
    ".pc .pc-cell-none{fill:#f4f4f4;stroke:#777;stroke-width:.8;"
    "stroke-dasharray:3 2}\n",
    ".pc .pc-pip{fill:#fff;stroke:#6b2503;stroke-width:1}\n",
    ".pc .pc-pip1{fill:#8c2d04;stroke:#6b2503;stroke-width:1}\n",
    ".pc .pc-k0{fill:#f2f2f2;stroke:#666;stroke-width:.8}\n",
    ".pc .pc-k1{fill:#fbd9bd;stroke:#6b2503;stroke-width:.8}\n",
    ".pc .pc-k2{fill:#f2a773;stroke:#6b2503;stroke-width:.8}\n",
    ".pc .pc-k3{fill:#bd5018;stroke:#6b2503;stroke-width:.8}\n",
    ".pc .pc-k4{fill:#7a2704;stroke:#4a1702;stroke-width:.8}\n",
    ".pc .pc-k5{fill:#1f0f08;stroke:#000;stroke-width:.8}\n",
    ".pc .pc-kn{fill:#c9d8e4;stroke:#33556f;stroke-width:.8}\n",
    ".pc .pc-censor{fill:none;stroke-width:1.2}\n",
    ".pc .pc-slope{fill:none;stroke-width:1.2;stroke-opacity:.75}\n",
    ".pc .pc-s0{fill:#8fb8d6;stroke:#00588f}\n",
    ".pc .pc-s1{fill:#f4bf94;stroke:#b34700}\n",
    ".pc .pc-s2{fill:#8ccbb4;stroke:#00704f}\n",
    ".pc .pc-s3{fill:#dcb1cc;stroke:#963b73}\n",
    ".pc .pc-s4{fill:#e2d384;stroke:#755d00}\n",
    ".pc .pc-s5{fill:#b9b9b9;stroke:#303030}\n",
    ".pc .pc-untested{fill:#fff;stroke:#ccc;stroke-width:.6}\n",
    ".pc .pc-negative{fill:#dfe6ec;stroke:#8895a1;stroke-width:.6}\n",
    ".pc .pc-positive{fill:#fbe3d4;stroke:#8c2d04;stroke-width:.9}\n",
    ".pc .pc-vaf{fill:#8c2d04}\n",
    ".pc .pc-n0{fill:#f2a773}\n.pc .pc-n1{fill:#b8d0e2}\n",
    ".pc .pc-n2{fill:#5f94bb}\n.pc .pc-n3{fill:#12466e}\n",
    ".pc .pc-n4{fill:#fff;stroke:#ccc;stroke-width:.4}\n",
    ".pc .pc-thin{fill:none;stroke-width:.8;stroke-opacity:.2}\n",
    ".pc .pc-line{fill:none;stroke-width:2}\n",
    ".pc .pc-d1{stroke-dasharray:8 3}\n.pc .pc-d2{stroke-dasharray:2.5 2.5}\n",
    ".pc .pc-d3{stroke-dasharray:10 3 2 3}\n",
    ".pc .pc-d4{stroke-dasharray:5 2 1.5 2 1.5 2}\n",
    ".pc .pc-d5{stroke-dasharray:14 4}\n",
    ".pc .pc-g0{stroke:#00588f}\n.pc .pc-g1{stroke:#b34700}\n",
    ".pc .pc-g2{stroke:#00704f}\n.pc .pc-g3{stroke:#963b73}\n",
    ".pc .pc-g4{stroke:#755d00}\n.pc .pc-g5{stroke:#303030}\n",
    ".pc .pc-f0{fill:#00588f;stroke:#00588f}\n",
    ".pc .pc-f1{fill:#b34700;stroke:#b34700}\n",
    ".pc .pc-f2{fill:#00704f;stroke:#00704f}\n",
    ".pc .pc-f3{fill:#963b73;stroke:#963b73}\n",
    ".pc .pc-f4{fill:#755d00;stroke:#755d00}\n",
    ".pc .pc-f5{fill:#303030;stroke:#303030}\n",
    ".pc .pc-o0,.pc .pc-o1,.pc .pc-o2,.pc .pc-o3,.pc .pc-o4,.pc .pc-o5"
    "{fill:#fff;stroke-width:1.3}\n",
    ".pc .pc-o0{stroke:#00588f}\n.pc .pc-o1{stroke:#b34700}\n",
    ".pc .pc-o2{stroke:#00704f}\n.pc .pc-o3{stroke:#963b73}\n",
    ".pc .pc-o4{stroke:#755d00}\n.pc .pc-o5{stroke:#303030}\n",
    ".pc .pc-a0,.pc .pc-a1,.pc .pc-a2,.pc .pc-a3,.pc .pc-a4,.pc .pc-a5"
    "{fill-opacity:.13}\n",
    ".pc .pc-a0{fill:#00588f}\n.pc .pc-a1{fill:#b34700}\n",
    ".pc .pc-a2{fill:#00704f}\n.pc .pc-a3{fill:#963b73}\n",
    ".pc .pc-a4{fill:#755d00}\n.pc .pc-a5{fill:#303030}\n",
    ".pc .pc-strong{fill-opacity:.22}\n",
    ".pc .pc-e0,.pc .pc-e1,.pc .pc-e2,.pc .pc-e3,.pc .pc-e4,.pc .pc-e5"
    "{fill:none;stroke-width:.7;stroke-opacity:.6}\n",
    ".pc .pc-e0{stroke:#00588f}\n.pc .pc-e1{stroke:#b34700}\n",
    ".pc .pc-e2{stroke:#00704f}\n.pc .pc-e3{stroke:#963b73}\n",
    ".pc .pc-e4{stroke:#755d00}\n.pc .pc-e5{stroke:#303030}\n",
    ".pc text.pc-t0{fill:#00588f}\n.pc text.pc-t1{fill:#b34700}\n",
    ".pc text.pc-t2{fill:#00704f}\n.pc text.pc-t3{fill:#963b73}\n",
    ".pc text.pc-t4{fill:#755d00}\n.pc text.pc-t5{fill:#303030}\n",
    ".pc text.pc-t0,.pc text.pc-t1,.pc text.pc-t2,.pc text.pc-t3,"
    ".pc text.pc-t4,.pc text.pc-t5{font-weight:bold}\n",
    ".pc .pc-hatch-grade{stroke:#6b2503;stroke-width:.8}\n",
    ".pc .pc-hatch{stroke:#777;stroke-width:.8}\n",
    ".pc .pc-white{fill:#fff;stroke:#999;stroke-width:.6}\n",
};

const pcarti_hatch_row pcarti_hatch[] = {
    { "pc-hatch", "-h",
      "width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
      "<rect width=\"6\" height=\"6\" fill=\"#fff\"/>"
      "<path d=\"M-1 1L1 -1M0 6L6 0M5 7L7 5\" stroke=\"#777\""
      " stroke-width=\".8\"/>" },
    { "pc-hatch-grade", "-g",
      "width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">"
      "<rect width=\"7\" height=\"7\" fill=\"#f7f0ea\"/>"
      "<path d=\"M-1 1L1 -1M0 7L7 0M6 8L8 6\" stroke=\"#c98f66\""
      " stroke-width=\"1\"/>" },
    { "pc-hatch-after", "-x",
      "width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">"
      "<rect width=\"7\" height=\"7\" fill=\"#f7f7f7\"/>"
      "<path d=\"M0 7L7 0\" stroke=\"#cfcfcf\""
      " stroke-width=\".8\"/>" },
};
// clang-format on
const size_t pcarti_n_style = sizeof(pcarti_style) / sizeof(pcarti_style[0]);
const size_t pcarti_n_hatch = sizeof(pcarti_hatch) / sizeof(pcarti_hatch[0]);

const char *
pcarti_style_line(size_t group)
{
    static const char *const name[] = {
        "pc-line pc-g0 pc-d0", "pc-line pc-g1 pc-d1", "pc-line pc-g2 pc-d2",
        "pc-line pc-g3 pc-d3", "pc-line pc-g4 pc-d4", "pc-line pc-g5 pc-d5"};

    return name[group % 6];
}

const char *
pcarti_style_fill(size_t group)
{
    static const char *const name[] = {"pc-f0", "pc-f1", "pc-f2",
                                       "pc-f3", "pc-f4", "pc-f5"};

    return name[group % 6];
}

const char *
pcarti_style_open(size_t group)
{
    static const char *const name[] = {"pc-o0", "pc-o1", "pc-o2",
                                       "pc-o3", "pc-o4", "pc-o5"};

    return name[group % 6];
}

const char *
pcarti_style_area(size_t group)
{
    static const char *const name[] = {"pc-a0", "pc-a1", "pc-a2",
                                       "pc-a3", "pc-a4", "pc-a5"};

    return name[group % 6];
}

const char *
pcarti_style_edge(size_t group)
{
    static const char *const name[] = {"pc-e0", "pc-e1", "pc-e2",
                                       "pc-e3", "pc-e4", "pc-e5"};

    return name[group % 6];
}

const char *
pcarti_style_label(size_t group)
{
    static const char *const name[] = {"pc-t0", "pc-t1", "pc-t2",
                                       "pc-t3", "pc-t4", "pc-t5"};

    return name[group % 6];
}

const char *
pcarti_style_grade(int grade)
{
    static const char *const name[] = {"pc-k0", "pc-k1", "pc-k2",
                                       "pc-k3", "pc-k4", "pc-k5"};

    if (grade < 0)
        return "pc-kn";
    return name[grade > 5 ? 5 : grade];
}

const char *
pcarti_style_on_grade(int grade)
{
    return grade >= 3 ? "pc-m pc-bold pc-light" : "pc-m pc-bold";
}

const char *
pcarti_style_zone(size_t i)
{
    static const char *const name[] = {"pc-z0", "pc-z1", "pc-z2", "pc-z3"};

    return name[i > 3 ? 3 : i];
}
