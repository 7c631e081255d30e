//! Stand-in.
use super::{Finding, Page};
use crate::labelling::{Join, Label};
use crate::property::Property;

pub(crate) fn label(page: Page<'_, '_>) -> Finding {
    let mut labels = Vec::new();
    for line in page.lines {
        let join = if labels.is_empty() { Join::Value } else { Join::Paragraph };
        labels.push(
            Label::value(line.start, line.end(), Property::ArticleBody, "stand-in").joined(join),
        );
    }
    Finding { layout: "body-only".into(), labels, warnings: Vec::new() }
}
