mod samples;
#[allow(clippy::all)]
#[test]
fn look() {
    use ventanilla::print::documents::*;
    use ventanilla::print::pdf;
    let out = |n: &str, d: Document| {
        if let Some(f) = std::env::var_os("VENTANILLA_PAPER_DIR") {
            std::fs::write(std::path::Path::new(&f).join(format!("{n}.pdf")), pdf::render(&d).unwrap().as_slice())
                .unwrap();
        }
    };
    for paper in Paper::ALL {
        for worth in [Worth::Real, Worth::Sample] {
            let sheet = Sheet { paper, worth };
            let end = format!("{paper:?}-{worth:?}");
            out(&format!("slip-{end}"), slip(&samples::issuance(), &samples::key(), sheet).unwrap());
            out(&format!("slipdom-{end}"), slip(&samples::for_another(), &samples::key(), sheet).unwrap());
            out(&format!("slipabs-{end}"), slip(&samples::absurd(), &samples::key(), sheet).unwrap());
            out(&format!("ack-{end}"), acknowledgement(&samples::for_another(), sheet).unwrap());
            out(&format!("ackabs-{end}"), acknowledgement(&samples::absurd(), sheet).unwrap());
            out(&format!("cons-{end}"), constancia(&samples::attendance(), sheet).unwrap());
            out(&format!("consend-{end}"), constancia(&samples::endless_attendance(), sheet).unwrap());
            out(&format!("reco-{end}"), recovery_sheet(&samples::recovery(), samples::RECOVERY_CODE, sheet).unwrap());
            out(&format!("test-{end}"), test_page(&samples::printer_test(), sheet).unwrap());
        }
    }
}
