"""What a build is: its source, trigger, image and secrets. Pure: no pulumi, no boto3, no clock."""
